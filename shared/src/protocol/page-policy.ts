/** What a page may load and reach (Content Security Policy, W3C), the same for the hub's pages and the booth's. */
export const pagePolicy = {
  contentSecurityPolicy: {
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // Ant Design puts its styles into the page as it runs.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      upgradeInsecureRequests: null,
    },
  },
  strictTransportSecurity: false, // on plain loopback it would lock people out
};

/** Shown where the pages have not been built. */
export const pagesUnbuilt = '页面尚未构建，请运行 npm run build。\nRun npm run build first.\n';

/** The same where a page may also talk to one service on its own machine; '' for none. */
export function pagePolicyWith(service: string): typeof pagePolicy {
  if (service === '') return pagePolicy;
  const { contentSecurityPolicy, ...rest } = pagePolicy;
  const { directives } = contentSecurityPolicy;
  const connectSrc = [...directives.connectSrc, new URL(service).origin];
  return { ...rest, contentSecurityPolicy: { directives: { ...directives, connectSrc } } };
}
