import { choice, filled, integer, list, open, record, required, text, toggle } from "../shape.ts";

const INPUT_SETTINGS = record({
  audioSelectors: list(record({ name: required(text(1)), selectorSettings: open() })),
  captionSelectors: list(open()),
  deblockFilter: toggle(),
  denoiseFilter: toggle(),
  filterStrength: filled(integer(1, 5), 1),
  inputFilter: filled(choice("AUTO|DISABLED|FORCED"), "AUTO"),
  networkInputSettings: record({
    hlsInputSettings: record({
      bandwidth: integer(0),
      bufferSegments: integer(0),
      retries: integer(0),
      retryInterval: integer(0),
      scte35Source: choice("MANIFEST|SEGMENTS"),
    }),
    serverValidation: choice("CHECK_CRYPTOGRAPHY_AND_VALIDATE_NAME|CHECK_CRYPTOGRAPHY_ONLY"),
  }),
  scte35Pid: integer(32, 8191),
  smpte2038DataPreference: filled(choice("IGNORE|PREFER"), "IGNORE"),
  sourceEndBehavior: filled(choice("CONTINUE|LOOP"), "CONTINUE"),
  videoSelector: open(),
});

/** InputAttachment of the MediaLive API model. */
export const INPUT_ATTACHMENT = record({
  automaticInputFailoverSettings: open(),
  inputAttachmentName: text(),
  inputId: text(),
  inputSettings: filled(INPUT_SETTINGS, {
    audioSelectors: [],
    captionSelectors: [],
    deblockFilter: "DISABLED",
    denoiseFilter: "DISABLED",
    filterStrength: 1,
    inputFilter: "AUTO",
    smpte2038DataPreference: "IGNORE",
    sourceEndBehavior: "CONTINUE",
  }),
  logicalInterfaceNames: list(text()),
});
