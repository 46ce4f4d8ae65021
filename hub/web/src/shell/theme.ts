import type { ThemeConfig } from 'antd';

export const PRIMARY = '#1e4f8f';

/** Ant Design's tokens for all staff pages. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: PRIMARY,
    colorInfo: PRIMARY,
    colorLink: PRIMARY,
    borderRadius: 4,
    fontSize: 14,
    fontFamily: "'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', system-ui, sans-serif",
    colorBgLayout: '#f3f5f8',
    colorTextSecondary: '#51606f',
    colorTextDescription: '#51606f',
  },
  components: {
    Menu: { darkItemColor: '#e3ebf5', darkItemSelectedColor: '#ffffff', darkItemSelectedBg: '#163d70' },
  },
};
