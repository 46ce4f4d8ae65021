import type { ThemeConfig } from 'antd';

export const PRIMARY = '#1e4f8f';

/** Ant Design's tokens for all staff pages. */
export const theme: ThemeConfig = {
  token: {
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    colorPrimary: PRIMARY,
    colorInfo: PRIMARY,
    colorLink: PRIMARY,
    borderRadius: 4,
    fontSize: 14,
    fontFamily: "'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', system-ui, sans-serif",
    colorBgLayout: '#f3f5f8',
    colorTextSecondary: '#51606f',
    colorTextDescription: '#51606f',
    colorTextPlaceholder: '#647080',
    colorTextDisabled: '#76828f',
    // Signal colours dark enough to be read as text on white.
    colorSuccess: '#2b8a30',
    colorError: '#c62828',
    colorWarning: '#b26b00',
    colorSuccessBg: '#e8f5e9',
    colorErrorBg: '#fdecea',
    colorWarningBg: '#fff4dc',
    // Derived from so dark a blue these would be grey.
    colorPrimaryBg: '#e4eefb',
    colorPrimaryBgHover: '#d5e4f7',
    colorInfoBg: '#e4eefb',
    colorInfoBorder: '#9dbbe0',
  },
  components: {
    Tag: { fontSizeSM: 13 },
    Descriptions: { labelColor: '#51606f' },
    Menu: { darkItemColor: '#e3ebf5', darkItemSelectedColor: '#ffffff', darkItemSelectedBg: '#163d70' },
  },
};
