/**
 * Every question that is asked at a terminal besides those of the Spec (`config/fields/questions.ts`). Asking with other words than
 * these fails a test, and so does a question here that nobody has left with Ctrl-C and Ctrl-D under a terminal.
 */
export const PROMPTS = {
  mode: () => "A rehearsal on this machine, or for real?",
  stackAction: (name: string) => `What would you like to do with ${name}?`,
  momentoKey: () => "Momento API key",
  accountKey: () => "Momento API key of this stack's account",
  lookUpAddress: () =>
    "Does the encoder run on this machine? Yes looks up its public address at checkip.amazonaws.com",
  summary: () => "Your answers. Go on, or choose one to change it",
  plan: (changes: string) => `${changes}Go ahead?`,
  replaceInput: () =>
    "This replaces the input: what is sent to the present one no longer arrives. Replace it?",
  interruption: (changes: string) =>
    `${changes}This interrupts the running channel. Viewers see a gap. Go on?`,
  adoptCache: (cache: string) =>
    `The cache ${cache} was not made by this stack. Use it all the same?`,
  keyLeak: () => "Serve the encoder's key to every viewer all the same?",
  saveFile: (name: string) => `Save your answers as ${name} for the next run?`,
  saveChanges: (name: string) => `Write your changes to ${name}?`,
  obsProfile: (folder: string) =>
    `Write a profile for OBS to ${folder}, with server, key and keyframe interval?`,
  startRehearsal: () => "Start the channel now?",
  startForReal: () => "Start the channel now? Running bills.",
  eventLength: () => "How long does the event last? (2h, 90m)",
  takeOver: () =>
    "Is this stack yours? Yes takes it over: from then on it is changed and removed from this folder (.live-origin).",
  moveEnd: (duration: string) => `Move that end to ${duration} from now?`,
  endFromHere: (duration: string) =>
    `Start it, keep this command open for ${duration} and let it stop the channel? If it is killed or this computer sleeps, the channel keeps running and billing.`,
  rotation: () => "Replace the keys now?",
  stopForRotation: () => "Stop the channel for it now?",
  restartForRotation: () => "Restart the channel now?",
  stopFound: (name: string) =>
    `Is ${name} the one to stop? It was not made from this folder; its viewers lose the picture.`,
  endShow: () => "End the show all the same?",
  stackName: (name: string) => `Type ${name} to remove all of this`,
  cacheInDoubt: (cache: string) => `Type ${cache} to delete the cache too; Enter alone keeps it`,
} as const;
