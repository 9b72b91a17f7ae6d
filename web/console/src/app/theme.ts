import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent: a calm ultramarine. Everything else is grey; states have colours of their own in tokens.css. */
const ink: MantineColorsTuple = [
  "#eef3ff",
  "#dce5fc",
  "#b6c8f6",
  "#8da9f1",
  "#6b8fed",
  "#4f77e4",
  "#2b59d9",
  "#224abb",
  "#1d3f9e",
  "#15317f",
];

/** The greys that the library's own parts wear in the dark; the same as in tokens.css. */
const dark: MantineColorsTuple = [
  "#e7e9ec",
  "#aab2bd",
  "#8d96a3",
  "#69727f",
  "#3e454e",
  "#2b3037",
  "#1f2227",
  "#16181c",
  "#121417",
  "#0e0f12",
];

const font = '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

export const theme = createTheme({
  primaryColor: "ink",
  primaryShade: 6,
  colors: { ink, dark },
  fontFamily: font,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, monospace',
  fontSizes: { xs: "13px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "3px", sm: "5px", md: "8px", lg: "12px", xl: "16px" },
  defaultRadius: "sm",
  focusRing: "auto",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: {
    fontWeight: "600",
    sizes: { h1: { fontSize: "20px" }, h2: { fontSize: "16px" }, h3: { fontSize: "14px" } },
  },
  components: {
    Button: { defaultProps: { size: "xs" } },
    TextInput: { defaultProps: { size: "xs" } },
    PasswordInput: { defaultProps: { size: "xs" } },
    NumberInput: { defaultProps: { size: "xs", hideControls: true } },
    Textarea: { defaultProps: { size: "xs", autosize: true, minRows: 2 } },
    Select: { defaultProps: { size: "xs", allowDeselect: false, checkIconPosition: "right" } },
    Checkbox: { defaultProps: { size: "xs" } },
    Switch: { defaultProps: { size: "xs" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 28 } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, fz: 12 } },
    Menu: {
      defaultProps: {
        shadow: "md",
        position: "bottom-start",
        transitionProps: { duration: 60 },
        // The first item has the focus at once: S and Enter snoozes, and a screen reader finds items only.
        withInitialFocusPlaceholder: false,
      },
    },
    Popover: { defaultProps: { shadow: "md", transitionProps: { duration: 60 } } },
  },
});
