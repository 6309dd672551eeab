import { expect, test } from "vitest";
import { vi } from "@/i18n/vi";
import { type CodeGroup, wordKey } from "@/i18n/words";
import { type Tongue, tellBrief, tellFacts, tellSubject } from "./auditDetail";

function words(group: CodeGroup, code: string): string {
  const [, , key = ""] = wordKey(group, code).split(".");
  return (vi.codes[group] as Record<string, string>)[key] ?? code;
}

const tongue: Tongue = {
  words,
  label: (field) => words("fieldNames", field),
  filter: (filter) => `lọc ${filter.field}`,
  nameOf: (field, id) => (field.startsWith("owner") || field === "user" ? `Linh ${id}` : undefined),
};
const tell = (action: string, detail: Record<string, unknown>): string =>
  tellBrief(tellFacts(action, detail, tongue));

test.each([
  [
    "user.changed",
    { name: ["An", "Ân"], active: [true, false], password: "changed" },
    "Tên: An → Ân · Hoạt động: có → không · Mật khẩu: đã đổi",
  ],
  [
    "role.changed",
    { call: [[], null], "contacts.view": [["own"], ["own", "team"]] },
    "Gọi điện: có quyền → không có quyền · Xem khách hàng: Của mình → Của mình, Của nhóm",
  ],
  [
    "role.created",
    { name: [null, "Bán vé"], call: [null, []] },
    "Tên: Bán vé · Gọi điện: không có quyền → có quyền",
  ],
  [
    "rules.changed",
    { before: {}, after: { dnc_internal: "deny" }, revision: 2 },
    "DNC nội bộ: theo luật → Chặn",
  ],
  [
    "customers.bulk_export",
    {
      query: { q: "", owner: "all", sort: "created", filters: '[{"field":"stage"}]' },
      request: { form: "xlsx", columns: [{ key: "name", heading: "Tên khách" }] },
    },
    "Những khách: lọc stage · Loại tệp: xlsx · Các cột: Tên khách",
  ],
  [
    "customers.bulk_assign",
    { count: 2, request: { assignment: { owner_id: 7 } } },
    "Số lượng: 2 · Nhân viên phụ trách: Linh 7",
  ],
  [
    "customer.disclosed",
    { matches: [{ code: "KH1", field: "phone" }] },
    "Khách bị trùng: Mã: KH1, Trường: Số điện thoại",
  ],
  [
    "automation.configured",
    { workdays: [[1], [1, 6]] },
    "Ngày làm việc: thứ Hai → thứ Hai, thứ Bảy",
  ],
  ["team.changed", { member_ids: [3, 4] }, "Thành viên: #3, #4"],
  [
    "dnc.added",
    { list: "internal", voice: true, sms: false, reason: "Khách nhắn" },
    "Danh sách: nội bộ · Không gọi: có · Không nhắn SMS: không · Lý do: Khách nhắn",
  ],
])("%s is told in words", (action, detail, told) => {
  expect(tell(action, detail)).toBe(told);
});

test("what it was done to has a name", () => {
  expect(tellSubject("user/7", tongue)).toBe("Người dùng Linh 7");
  expect(tellSubject("setting/automation", tongue)).toBe("Việc tự động");
  expect(tellSubject("phone/+84912345678", tongue)).toBe("Số +84912345678");
  expect(tellSubject("role/r1", tongue)).toBe("Vai trò r1");
  expect(tellSubject(null, tongue)).toBe("");
});
