// Only what Interleave needs; the rest is what `create-docusaurus` makes.
export default {
  title: 'A course', url: 'https://course.example', baseUrl: '/',
  presets: [['classic', { docs: { routeBasePath: '/' }, blog: false }]],
  themeConfig: { navbar: { title: 'A course' } },
  scripts: [{ src: 'PLAYGROUND/interleave-embed.js', defer: true }],
};
