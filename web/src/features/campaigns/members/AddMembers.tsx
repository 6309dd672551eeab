import { Alert, Button, Checkbox, FileInput, Stack, Table, Tabs, Text } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { post, upload } from "@/api/client";
import type { MembersAdded } from "@/api/types";
import { FormError } from "@/components/FormError";
import { count, counted } from "@/components/format";
import { useWords } from "@/i18n/words";
import { ContactPicker } from "./ContactPicker";
import { CustomerAudience } from "./CustomerAudience";
import classes from "./members.module.css";

interface Props {
  campaignId: number;
  /** The way that is shown first. */
  from?: "contacts" | "customers";
}

/** Members from the contacts, or from a file of numbers; what could not be added is shown. */
export function AddMembers({ campaignId, from = "contacts" }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [registered, setRegistered] = useState(false);
  const done = async (): Promise<void> => {
    setFile(null);
    await client.invalidateQueries({ queryKey: ["members", campaignId] });
    await client.invalidateQueries({ queryKey: ["campaign", campaignId] });
  };
  const contacts = useMutation({
    mutationFn: (ids: number[]) =>
      post<MembersAdded>(`/campaigns/${campaignId}/members`, { contact_ids: ids }),
    onSuccess: done,
  });
  const numbers = useMutation({
    mutationFn: (chosen: File) =>
      upload<MembersAdded>(
        `/campaigns/${campaignId}/members/file${registered ? "?state=registered" : ""}`,
        chosen,
      ),
    onSuccess: done,
  });
  return (
    <Tabs defaultValue={from} keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="contacts">{t("members.fromContacts")}</Tabs.Tab>
        <Tabs.Tab value="customers">{t("bulk.fromCustomers")}</Tabs.Tab>
        <Tabs.Tab value="file">{t("members.fromFile")}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="contacts">
        <Stack gap="sm">
          <ContactPicker adding={contacts.isPending} onAdd={(ids) => contacts.mutate(ids)} />
          <FormError error={contacts.error} />
          {contacts.data && <Added result={contacts.data} />}
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="customers">
        <CustomerAudience campaignId={campaignId} onEnded={() => void done()} />
      </Tabs.Panel>
      <Tabs.Panel value="file">
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t("members.fileHint")}
          </Text>
          <FileInput
            label={t("members.file")}
            placeholder={t("members.chooseFile")}
            accept=".csv,.txt,.xlsx"
            leftSection={<IconFileSpreadsheet size={16} aria-hidden="true" />}
            clearable
            value={file}
            onChange={setFile}
          />
          <Checkbox
            size="sm"
            checked={registered}
            onChange={(event) => setRegistered(event.currentTarget.checked)}
            label={t("members.alreadyRegistered")}
          />
          <Button
            disabled={!file}
            loading={numbers.isPending}
            onClick={() => file && numbers.mutate(file)}
          >
            {t("members.addFile")}
          </Button>
          <FormError error={numbers.error} />
          {numbers.data && <Added result={numbers.data} />}
        </Stack>
      </Tabs.Panel>
    </Tabs>
  );
}

function Added({ result }: { result: MembersAdded }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Stack gap="xs" role="status">
      <Alert color={result.added > 0 ? "petrol" : "gray"} title={t("members.result")}>
        <Text size="sm">{t("members.added", { n: count(result.added) })}</Text>
        <Text size="sm">{t("members.alreadyIn", counted(result.already_in))}</Text>
        <Text size="sm">{t("members.mended", counted(result.mended))}</Text>
        <Text size="sm">{t("members.rejected", counted(result.rejected))}</Text>
      </Alert>
      {result.problems.length > 0 && (
        <div className={classes.problems}>
          <Table aria-label={t("members.problems")} stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("members.row")}</Table.Th>
                <Table.Th>{t("members.value")}</Table.Th>
                <Table.Th>{t("members.why")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {result.problems.map((row) => (
                <Table.Tr key={`${row.row}${row.value}`}>
                  <Table.Td>{row.row}</Table.Td>
                  <Table.Td>{row.value}</Table.Td>
                  <Table.Td>{words("reasonsShort", row.code)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Stack>
  );
}
