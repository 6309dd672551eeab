import { Stack, Text } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";

interface Props {
  icon: Icon;
  title: string;
  hint?: string | undefined;
  children?: ReactNode;
}

/** Nothing here yet: says so, and what to do next. */
export function Empty({ icon: Picture, title, hint, children }: Props) {
  return (
    <Stack align="center" gap={6} py="xl" px="md">
      <Picture size={34} stroke={1.3} color="var(--calm)" aria-hidden="true" />
      <Text fw={600} ta="center">
        {title}
      </Text>
      {hint && (
        <Text c="dimmed" size="sm" ta="center" maw={420}>
          {hint}
        </Text>
      )}
      {children}
    </Stack>
  );
}
