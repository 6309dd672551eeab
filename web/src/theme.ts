import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  Loader,
  type MantineColorsTuple,
  Tooltip,
} from "@mantine/core";

const petrol: MantineColorsTuple = [
  "#e6f6f7",
  "#d3eaec",
  "#a6d4d8",
  "#76bec4",
  "#4fabb3",
  "#37a0a8",
  "#278f98",
  "#15757e",
  "#0b6b74",
  "#005962",
];

export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 8, dark: 7 },
  colors: { petrol },
  fontFamily: 'Figures, "Be Vietnam Pro", system-ui, sans-serif',
  headings: { fontFamily: 'Figures, "Be Vietnam Pro", system-ui, sans-serif', fontWeight: "600" },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  defaultRadius: "md",
  respectReducedMotion: true,
  cursorType: "pointer",
  focusRing: "auto",
  components: {
    Button: Button.extend({ defaultProps: { size: "xs" } }),
    Loader: Loader.extend({ defaultProps: { type: "dots" } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        withArrow: true,
        multiline: true,
        maw: 320,
        events: { hover: true, focus: true, touch: true },
      },
    }),
    TextInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm", allowDeselect: false, checkIconPosition: "right" } },
  },
});

/** Greys that pass WCAG AA on our grounds; Mantine's own dimmed text does not on white. */
export const variables: CSSVariablesResolver = () => ({
  variables: {
    "--rail-width": "88px",
    "--bar-height": "52px",
  },
  light: {
    "--mantine-color-dimmed": "#545b63",
    "--mantine-color-placeholder": "#6a727a",
    "--ground": "#f4f6f7",
    "--sheet": "#ffffff",
    "--line": "#dde2e5",
    "--soft": "#edf1f2",
    "--ok": "#14713d",
    "--warn": "#8f5200",
    "--bad": "#b42318",
    "--info": "#0b6b74",
    "--calm": "#545b63",
    "--ok-soft": "#e3f4ea",
    "--warn-soft": "#fdf0dc",
    "--bad-soft": "#fdeaea",
    "--info-soft": "#e0f2f4",
  },
  dark: {
    "--mantine-color-dimmed": "#a9b1b8",
    "--mantine-color-placeholder": "#8f989f",
    "--ground": "#14181b",
    "--sheet": "#1c2226",
    "--line": "#323a40",
    "--soft": "#262d32",
    "--ok": "#6bd093",
    "--warn": "#f2b55c",
    "--bad": "#ff938a",
    "--info": "#6fc9d1",
    "--calm": "#a9b1b8",
    "--ok-soft": "#173325",
    "--warn-soft": "#3a2b12",
    "--bad-soft": "#402020",
    "--info-soft": "#123539",
    "--mantine-color-body": "#1c2226",
    "--mantine-color-default-border": "#3b444a",
  },
});
