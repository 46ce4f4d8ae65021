import type { ThemeConfig } from 'antd';

/** Large and of high contrast: 24 px type, 64 px targets (适老化: at least 18 pt and 60 px). No motion. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1e4f8f',
    colorInfo: '#1e4f8f',
    colorError: '#a8071a',
    colorWarning: '#874d00',
    colorWarningBg: '#fff4dd',
    colorWarningBorder: '#874d00',
    colorErrorBg: '#fdecee',
    colorErrorBorder: '#a8071a',
    colorSuccess: '#135200',
    colorText: '#141414',
    colorTextSecondary: '#333333',
    colorTextDescription: '#333333',
    colorTextPlaceholder: '#595959',
    colorTextDisabled: '#595959',
    colorBgContainerDisabled: '#e8e8e8',
    colorBorder: '#6b7785',
    fontFamily: "'Noto Sans SC', sans-serif",
    fontSize: 24,
    fontSizeLG: 24,
    fontSizeSM: 24,
    lineHeight: 1.5,
    controlHeight: 64,
    controlHeightLG: 64,
    controlHeightSM: 60,
    borderRadius: 8,
    motion: false,
  },
  components: {
    Button: { fontWeight: 500, paddingInline: 28, contentFontSize: 24, contentFontSizeLG: 24 },
    Alert: { defaultPadding: '12px 20px', withDescriptionPadding: '16px 20px', withDescriptionIconSize: 32 },
    Drawer: { paddingLG: 32 },
  },
};
