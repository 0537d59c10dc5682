/** Five by seven dots a glyph, one row a string; what a label, a clock and a counter need. */
const GLYPHS: Readonly<Record<string, readonly string[]>> = {
  "0": [" ### ", "#   #", "#  ##", "# # #", "##  #", "#   #", " ### "],
  "1": ["  #  ", " ##  ", "# #  ", "  #  ", "  #  ", "  #  ", "#####"],
  "2": [" ### ", "#   #", "    #", "   # ", "  #  ", " #   ", "#####"],
  "3": ["#####", "   # ", "  #  ", "   # ", "    #", "#   #", " ### "],
  "4": ["   # ", "  ## ", " # # ", "#  # ", "#####", "   # ", "   # "],
  "5": ["#####", "#    ", "#### ", "    #", "    #", "#   #", " ### "],
  "6": ["  ## ", " #   ", "#    ", "#### ", "#   #", "#   #", " ### "],
  "7": ["#####", "#   #", "    #", "   # ", "  #  ", "  #  ", "  #  "],
  "8": [" ### ", "#   #", "#   #", " ### ", "#   #", "#   #", " ### "],
  "9": [" ### ", "#   #", "#   #", " ####", "    #", "   # ", " ##  "],
  ":": ["     ", "  ## ", "  ## ", "     ", "  ## ", "  ## ", "     "],
  ".": ["     ", "     ", "     ", "     ", "     ", "  ## ", "  ## "],
  "-": ["     ", "     ", "     ", "#####", "     ", "     ", "     "],
  "#": [" # # ", " # # ", "#####", " # # ", "#####", " # # ", " # # "],
  p: ["     ", "     ", "#### ", "#   #", "#### ", "#    ", "#    "],
  x: ["     ", "     ", "#   #", " # # ", "  #  ", " # # ", "#   #"],
  Z: ["#####", "    #", "   # ", "  #  ", " #   ", "#    ", "#####"],
  " ": [],
};

const DOT = 2;
const LEFT_MARGIN = 3;
const TOP_MARGIN = 1;

/** The characters that can be drawn; others are drawn as blanks. */
export const DRAWABLE: readonly string[] = Object.keys(GLYPHS);

/** Is there ink at (x, y) of the 16×16 cell of `character`? */
export function inked(character: string, x: number, y: number): boolean {
  const row = GLYPHS[character]?.[Math.floor((y - TOP_MARGIN) / DOT)];
  return row?.[Math.floor((x - LEFT_MARGIN) / DOT)] === "#";
}
