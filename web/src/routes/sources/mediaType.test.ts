// Promises of the script that Zabbix runs (examples/zabbix/thongsuot.js): what it tells a node of an update. It is run here
// as Zabbix does, with the objects that Zabbix gives it.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const script = readFileSync(new URL("../../../../examples/zabbix/thongsuot.js", import.meta.url), "utf8");
const DATES = { event_date: "2027.02.01", event_time: "07:50:00", recovery_date: "2027.02.01", recovery_time: "08:10:00", update_date: "2027.02.01", update_time: "07:55:30" };
const PROBLEM = { ...DATES, url: "http://node", token: "x", zone: "+07:00", event_id: "4711", event_value: "1", update_status: "0", recovery_value: "{EVENT.RECOVERY.VALUE}", update_action: "{EVENT.UPDATE.ACTION}", update_message: "{EVENT.UPDATE.MESSAGE}", host: "core-1", trigger_id: "7", trigger: "x" };

/** What the script sends. */
function sent(params: Record<string, string>): Record<string, string> {
  let body = "{}";
  class HttpRequest {
    addHeader(): void {}
    getStatus = (): number => 201;
    post(_: string, text: string): string {
      body = text;
      return JSON.stringify({ results: [{ outcome: "recorded" }] });
    }
  }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is a script of this repository
  new Function("value", "HttpRequest", "Zabbix", script)(JSON.stringify({ ...PROBLEM, ...params }), HttpRequest, { log: () => undefined });
  return JSON.parse(body) as Record<string, string>;
}

it("a_problem_and_its_recovery_are_told_with_their_own_moments", () => {
  expect(sent({})).toMatchObject({ value: "1", update: "0", acknowledged: "0", at: "2027-02-01T07:50:00+07:00" });
  expect(sent({ event_value: "0" })).toMatchObject({ value: "0", at: "2027-02-01T08:10:00+07:00" });
});

it("an_acknowledgement_of_a_person_is_told_with_its_moment_and_without_their_words", () => {
  for (const action of ["acknowledged", "acknowledged and commented", "commented, acknowledged"]) {
    const told = sent({ update_status: "1", update_action: action, update_message: "anh Ba dang den tram" });
    expect(told).toMatchObject({ update: "1", acknowledged: "1", at: "2027-02-01T07:55:30+07:00" });
    expect(JSON.stringify(told)).not.toContain("anh Ba");
  }
});

it("no_other_update_counts_as_one", () => {
  const ours = "Thông Suốt: đã nhận, đang xử lý";
  for (const update of [
    { update_action: "unacknowledged" },
    { update_action: "commented" },
    { update_action: "changed severity from High to Warning" },
    { update_action: "acknowledged", update_message: ours },
    { update_action: "acknowledged", recovery_value: "0" },
  ]) expect(sent({ update_status: "1", ...update }), JSON.stringify(update)).toMatchObject({ acknowledged: "0", at: "2027-02-01T07:50:00+07:00" });
  expect(sent({ update_status: "0", update_action: "acknowledged" })).toMatchObject({ acknowledged: "0" });
});
