// The light build has the members of the whole one, without those for other audio, subtitles and DRM.
declare module "hls.js/light" {
  export { default } from "hls.js";
}
