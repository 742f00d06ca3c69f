import type { Budget } from "../../python/budget";
import { unknown } from "../../python/failure";

/** Times as Python writes them: str(datetime) and strftime in the C locale. Local time is that of this machine. */

/** str(datetime) of a moment, with microseconds where it has any. */
export function isoDate(time: Date, utc: boolean): string {
  const p = parts(time, utc);
  const date = `${pad(p.year, 4)}-${pad(p.month, 2)}-${pad(p.day, 2)} ${pad(p.hour, 2)}:${pad(p.minute, 2)}:${pad(p.second, 2)}`;
  return p.millisecond === 0 ? date : `${date}.${pad(p.millisecond, 3)}000`;
}

/** strftime(format). Throws Failure unknown for a directive that depends on the machine of the run. */
export function formatTime(time: Date, utc: boolean, format: string, budget: Budget): string {
  const p = parts(time, utc);
  budget.allocate(format.length * 4);
  return format.replace(/%([-_0^#]?)([a-zA-Z%])/g, (whole, flag: string, letter: string) => {
    const text = directive(letter, p, time, utc);
    if (text === undefined) return unknown(`The time format ${whole} is not evaluated here.`, "time");
    if (flag === "-") return text.replace(/^[0 ]+(?=.)/, "");
    if (flag === "_") return text.replace(/^0+(?=.)/, (zeros) => " ".repeat(zeros.length));
    return flag === "^" ? text.toUpperCase() : flag === "#" ? unknown("The time format flag # is not evaluated here.", "time") : text;
  });
}

type Parts = ReturnType<typeof parts>;

function parts(time: Date, utc: boolean) {
  if (utc) {
    return {
      year: time.getUTCFullYear(),
      month: time.getUTCMonth() + 1,
      day: time.getUTCDate(),
      weekday: time.getUTCDay(),
      hour: time.getUTCHours(),
      minute: time.getUTCMinutes(),
      second: time.getUTCSeconds(),
      millisecond: time.getUTCMilliseconds(),
    };
  }
  return {
    year: time.getFullYear(),
    month: time.getMonth() + 1,
    day: time.getDate(),
    weekday: time.getDay(),
    hour: time.getHours(),
    minute: time.getMinutes(),
    second: time.getSeconds(),
    millisecond: time.getMilliseconds(),
  };
}

export const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

function directive(letter: string, p: Parts, time: Date, utc: boolean): string | undefined {
  const day = DAYS[p.weekday] as string;
  const month = MONTHS[p.month - 1] as string;
  const ofYear = dayOfYear(p);
  switch (letter) {
    case "Y":
      return String(p.year);
    case "C":
      return pad(Math.floor(p.year / 100), 2);
    case "y":
      return pad(p.year % 100, 2);
    case "m":
      return pad(p.month, 2);
    case "d":
      return pad(p.day, 2);
    case "e":
      return String(p.day).padStart(2);
    case "H":
      return pad(p.hour, 2);
    case "I":
      return pad(p.hour % 12 || 12, 2);
    case "M":
      return pad(p.minute, 2);
    case "S":
      return pad(p.second, 2);
    case "f":
      return `${pad(p.millisecond, 3)}000`;
    case "p":
      return p.hour < 12 ? "AM" : "PM";
    case "j":
      return pad(ofYear, 3);
    case "A":
      return day;
    case "a":
      return day.slice(0, 3);
    case "B":
      return month;
    case "b":
    case "h":
      return month.slice(0, 3);
    case "w":
      return String(p.weekday);
    case "u":
      return String(p.weekday || 7);
    case "U":
      return pad(Math.floor((ofYear + 6 - p.weekday) / 7), 2);
    case "W":
      return pad(Math.floor((ofYear + 6 - ((p.weekday + 6) % 7)) / 7), 2);
    case "F":
      return `${p.year}-${pad(p.month, 2)}-${pad(p.day, 2)}`;
    case "T":
    case "X":
      return `${pad(p.hour, 2)}:${pad(p.minute, 2)}:${pad(p.second, 2)}`;
    case "R":
      return `${pad(p.hour, 2)}:${pad(p.minute, 2)}`;
    case "D":
    case "x":
      return `${pad(p.month, 2)}/${pad(p.day, 2)}/${pad(p.year % 100, 2)}`;
    case "c":
      return `${day.slice(0, 3)} ${month.slice(0, 3)} ${String(p.day).padStart(2)} ${pad(p.hour, 2)}:${pad(p.minute, 2)}:${pad(p.second, 2)} ${p.year}`;
    case "s":
      return utc ? undefined : String(Math.floor(time.getTime() / 1000));
    case "n":
      return "\n";
    case "t":
      return "\t";
    case "%":
      return "%";
    default:
      return undefined;
  }
}

function dayOfYear({ year, month, day }: Parts): number {
  return Math.round((Date.UTC(year, month - 1, day) - Date.UTC(year, 0, 1)) / 86_400_000) + 1;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
