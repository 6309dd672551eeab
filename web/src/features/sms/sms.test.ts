import { expect, it } from "vitest";
import { smsLink } from "./sms";

it("opens the message app with the whole text, whatever is in it", () => {
  const text = "Chào chị & anh?\n50% = #1 + “quà”";
  const link = smsLink("+84912345678", text);
  expect(link.startsWith("sms:+84912345678?&body=Ch%C3%A0o")).toBe(true);
  expect(decodeURIComponent(link.split("body=")[1] ?? "")).toBe(text);
  expect(link).not.toMatch(/[\s#"]/);
});
