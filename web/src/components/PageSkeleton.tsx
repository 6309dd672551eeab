import { Skeleton, Stack } from "@mantine/core";

export function PageSkeleton() {
  return (
    <Stack p="md" gap="sm" aria-busy="true">
      <Skeleton h={32} w={240} />
      <Skeleton h={64} />
      <Skeleton h={320} />
    </Stack>
  );
}
