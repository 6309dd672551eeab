import { Alert, Button, FileInput, Select, Stack, Table, Text } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, upload } from "@/api/client";
import type { DncEntry, DncImport } from "@/api/types";
import { count } from "@/components/format";
import { useProblem } from "@/components/problem";
import { DncFiles } from "./DncFiles";

/** Take in a file of numbers: the register as it was published, or our own list. */
export function ImportList() {
  const { t } = useTranslation();
  const problem = useProblem();
  const client = useQueryClient();
  const [list, setList] = useState<DncEntry["list"]>("national");
  const [file, setFile] = useState<File | null>(null);
  const take = useMutation({
    mutationFn: ({ chosen, force }: { chosen: File; force: boolean }) =>
      upload<DncImport>(`/dnc/${list}/file${force ? "?force=true" : ""}`, chosen),
    onSuccess: async () => {
      setFile(null);
      await client.invalidateQueries({ queryKey: ["dnc"] });
    },
  });
  // A full list of half the size is more likely a wrong file than so many who left the register.
  const tooSmall = take.error instanceof ApiError && take.error.code === "dnc.replace_too_small";
  return (
    <Stack gap="sm">
      <Select
        label={t("dnc.list")}
        data={[
          { value: "national", label: t("dnc.lists.national") },
          { value: "internal", label: t("dnc.lists.internal") },
        ]}
        value={list}
        onChange={(value) => {
          setList(value === "internal" ? "internal" : "national");
          take.reset();
        }}
      />
      <FileInput
        label={t("dnc.file")}
        description={t("dnc.fileHint")}
        placeholder={t("members.chooseFile")}
        accept=".csv,.txt,.xlsx"
        leftSection={<IconFileImport size={16} aria-hidden="true" />}
        clearable
        value={file}
        onChange={setFile}
      />
      <Button
        disabled={!file}
        loading={take.isPending}
        onClick={() => file && take.mutate({ chosen: file, force: false })}
      >
        {t("dnc.import")}
      </Button>
      {take.isError && (
        <Alert color="red" role="alert">
          {problem(take.error)}
          {tooSmall && (
            <Button
              mt="xs"
              color="red"
              onClick={() => file && take.mutate({ chosen: file, force: true })}
            >
              {t("dnc.importAnyway")}
            </Button>
          )}
        </Alert>
      )}
      {take.data && <Result result={take.data} />}
      <DncFiles list={list} sending={take.isPending} />
    </Stack>
  );
}

function Result({ result }: { result: DncImport }) {
  const { t } = useTranslation();
  if (result.state !== "done") {
    return (
      <Alert color="petrol" role="status">
        {t("dnc.goesOn")}
      </Alert>
    );
  }
  return (
    <div role="status">
      <Alert color="petrol" title={t("members.result")}>
        <Text size="sm">{t("dnc.importAdded", { n: count(result.added) })}</Text>
        <Text size="sm">{t("dnc.importRemoved", { n: count(result.removed) })}</Text>
        <Text size="sm">{t("dnc.importUnchanged", { n: count(result.unchanged) })}</Text>
        <Text size="sm">{t("dnc.importInvalid", { n: count(result.invalid) })}</Text>
      </Alert>
      {result.problems.length > 0 && (
        <Table mt="sm" aria-label={t("members.problems")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("members.row")}</Table.Th>
              <Table.Th>{t("members.value")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {result.problems.map((row) => (
              <Table.Tr key={`${row.row}${row.value}`}>
                <Table.Td>{row.row}</Table.Td>
                <Table.Td>{row.value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  );
}
