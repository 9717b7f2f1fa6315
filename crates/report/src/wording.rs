//! The words of each language, read from `locales/*/*.ftl` and carried in the program.
//!
//! Every surface that speaks to people outside the screens (reports, the command line, notices) takes its words here,
//! so that a status, a grade or a reason is called the same everywhere. A message that is missing shows its key: a
//! test fails on it, and a reader still gets the rest of the document.

use std::{borrow::Cow, sync::LazyLock};

use calendar::Instant;
use campaign::{Arg, CheckKind, Reason, Status};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use journal::Grade;
use unic_langid::LanguageIdentifier;

/// A language the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Tiếng Việt.
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// Its BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    const fn files(self) -> [&'static str; 4] {
        match self {
            Self::Vietnamese => [
                include_str!("../../../locales/vi/terms.ftl"),
                include_str!("../../../locales/vi/reasons.ftl"),
                include_str!("../../../locales/vi/report.ftl"),
                include_str!("../../../locales/vi/drill.ftl"),
            ],
            Self::English => [
                include_str!("../../../locales/en/terms.ftl"),
                include_str!("../../../locales/en/reasons.ftl"),
                include_str!("../../../locales/en/report.ftl"),
                include_str!("../../../locales/en/drill.ftl"),
            ],
        }
    }
}

/// The messages of one language.
pub struct Wording {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

static VIETNAMESE: LazyLock<Wording> = LazyLock::new(|| Wording::read(Language::Vietnamese));
static ENGLISH: LazyLock<Wording> = LazyLock::new(|| Wording::read(Language::English));

impl Wording {
    /// The words of a language.
    ///
    /// ```
    /// use report::{Language, Wording};
    /// let vi = Wording::of(Language::Vietnamese);
    /// assert_eq!(vi.status(campaign::Status::Unproven), "Chưa có chứng cứ");
    /// ```
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Vietnamese => &VIETNAMESE,
            Language::English => &ENGLISH,
        }
    }

    fn read(language: Language) -> Self {
        let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // The marks would stand in official documents as stray characters; both languages run left to right.
        bundle.set_use_isolating(false);
        for file in language.files() {
            // What does not parse is left out and shows as its key; a test keeps the files free of it.
            let resource = FluentResource::try_new(file.to_owned()).unwrap_or_else(|(readable, _)| readable);
            bundle.add_resource_overriding(resource);
        }
        Self { language, bundle }
    }

    /// Which language these are the words of.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The message of `key`, filled with `args`; the key itself where there is none.
    pub fn text(&self, key: &str, args: &[(&str, &str)]) -> String {
        let values = args.iter().map(|(name, value)| (*name, FluentValue::from(*value)));
        self.format(key, &values.collect()).unwrap_or_else(|| key.to_owned())
    }

    /// The message of `key` where there is one.
    pub fn find(&self, key: &str) -> Option<String> {
        self.format(key, &FluentArgs::new())
    }

    fn format(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut faults);
        Some(Cow::into_owned(text))
    }

    /// A status.
    pub fn status(&self, status: Status) -> String {
        self.text(&format!("status-{}", status.as_str()), &[])
    }

    /// A grade, or the word for having none.
    pub fn grade(&self, grade: Option<Grade>) -> String {
        self.text(&format!("grade-{}", grade.map_or("none", Grade::as_str)), &[])
    }

    /// A way of proving.
    pub fn check(&self, check: CheckKind) -> String {
        let name = check.rules().name;
        self.find(&format!("check-{}", name.replace('-', "_"))).unwrap_or_else(|| name.to_owned())
    }

    /// A kind of entry; one this version does not know is called by its own name.
    pub fn kind(&self, kind: &str) -> String {
        let known = self.find(&format!("kind-{}", kind.replace('.', "_")));
        known.unwrap_or_else(|| self.text("kind-unknown", &[("kind", kind)]))
    }

    /// A figure, by the name it has in thresholds.
    pub fn figure(&self, name: &str) -> String {
        self.find(&format!("figure-{name}")).unwrap_or_else(|| name.to_owned())
    }

    /// Why a check judged as it did, in a sentence. `name_of` may put a name in the place of a slug it knows, by the
    /// argument's name and the slug.
    pub fn reason(&self, reason: &Reason, name_of: &dyn Fn(&str, &str) -> Option<String>) -> String {
        let unit = reason
            .args
            .get("unit")
            .and_then(|unit| if let Arg::Text(unit) = unit { Some(&**unit) } else { None });
        let values = reason.args.iter().map(|(name, value)| {
            let shown = match value {
                Arg::Int(number) => self.number_argument(name, *number, unit),
                Arg::At(at) if matches!(*name, "due" | "until") => FluentValue::from(self.deadline(*at)),
                Arg::At(at) => FluentValue::from(self.moment(*at)),
                Arg::Text(text) => {
                    FluentValue::from(name_of(name, text).unwrap_or_else(|| self.word(name, text)))
                }
            };
            (*name, shown)
        });
        let key = Reason::message_key(reason.code);
        self.format(&key, &values.collect()).unwrap_or_else(|| reason.code.to_owned())
    }

    /// A number stays a number, so that sentences can count by it, but for those in a small unit.
    fn number_argument(&self, name: &str, number: i64, unit: Option<&str>) -> FluentValue<'static> {
        match unit {
            Some(unit) if matches!(name, "value" | "limit") => FluentValue::from(self.amount(number, unit).0),
            _ if name.ends_with("_ppm") => FluentValue::from(self.quantity(number, "ppm")),
            _ => FluentValue::from(number),
        }
    }

    /// A word of the vocabulary in an argument; anything else stays as it is.
    fn word(&self, argument: &str, text: &str) -> String {
        let family = match argument {
            "grade" | "min_grade" => "grade",
            "has" | "requires" => "plan-state",
            "cause" => "cause",
            "name" => "figure",
            "unit" => return self.amount(0, text).1,
            _ => return text.to_owned(),
        };
        self.find(&format!("{family}-{text}")).unwrap_or_else(|| text.to_owned())
    }

    /// The end of a span: the midnight that ends a day is named by the day it ends.
    pub fn deadline(&self, at: Instant) -> String {
        let local = at.local_datetime();
        let midnight = local.time() == jiff::civil::Time::midnight();
        if midnight {
            self.moment_of(local.date().yesterday().unwrap_or(local.date()), 24, 0)
        } else {
            self.moment(at)
        }
    }

    /// A moment at +07:00, to the minute.
    pub fn moment(&self, at: Instant) -> String {
        let local = at.local_datetime();
        self.moment_of(local.date(), local.hour(), local.minute())
    }

    fn moment_of(&self, date: jiff::civil::Date, hour: i8, minute: i8) -> String {
        let (hour, minute) = (format!("{hour:02}"), format!("{minute:02}"));
        let (day, month, year) = day_month_year(date);
        let args =
            [("hour", &*hour), ("minute", &*minute), ("day", &*day), ("month", &*month), ("year", &*year)];
        self.text("moment-long", &args)
    }

    /// A day as it stands in a date line: "ngày 05 tháng 02 năm 2027". The decree puts a zero before days below ten
    /// and before the first two months alone.
    pub fn date_long(&self, date: jiff::civil::Date) -> String {
        let (day, month, year) = day_month_year(date);
        let month = if date.month() > 2 { date.month().to_string() } else { month };
        self.text("date-long", &[("day", &day), ("month", &month), ("year", &year)])
    }
}

/// A day as dd/MM/yyyy.
pub fn date_short(date: jiff::civil::Date) -> String {
    let (day, month, year) = day_month_year(date);
    format!("{day}/{month}/{year}")
}

fn day_month_year(date: jiff::civil::Date) -> (String, String, String) {
    (format!("{:02}", date.day()), format!("{:02}", date.month()), date.year().to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn vi() -> &'static Wording {
        Wording::of(Language::Vietnamese)
    }

    #[test]
    fn the_midnight_that_ends_a_day_is_named_by_that_day() {
        let midnight = Instant::parse("2027-02-14T17:00:00.000Z").unwrap();
        assert_eq!(vi().deadline(midnight), "24 giờ 00 phút, ngày 14/02/2027");
        assert_eq!(vi().moment(midnight), "00 giờ 00 phút, ngày 15/02/2027");
        assert_eq!(vi().deadline(midnight.plus_ms(60_000)), "00 giờ 01 phút, ngày 15/02/2027");
    }

    #[test]
    fn a_date_line_has_its_zeros_where_the_decree_wants_them() {
        assert_eq!(vi().date_long(jiff::civil::date(2027, 2, 5)), "ngày 05 tháng 02 năm 2027");
        assert_eq!(vi().date_long(jiff::civil::date(2027, 3, 15)), "ngày 15 tháng 3 năm 2027");
    }

    #[test]
    fn a_reason_is_told_in_words_and_the_readers_units() {
        let since = Instant::parse("2027-02-05T16:58:00.000Z").unwrap();
        let args = [
            ("target", Arg::from("dns-loi")),
            ("name", Arg::from("rtt_us_p95")),
            ("value", Arg::from(142_500_i64)),
            ("unit", Arg::from("us")),
            ("limit", Arg::from(100_000_i64)),
            ("since", Arg::from(since)),
        ];
        let reason = Reason { code: "quality.over", args: BTreeMap::from(args) };
        let told = vi().reason(&reason, &|name, _| (name == "target").then(|| "DNS lõi".to_owned()));
        assert_eq!(
            told,
            "DNS lõi: Thời gian khứ hồi (95 %) là 142,5 ms, ngưỡng 100 ms, từ 23 giờ 58 phút, ngày 05/02/2027"
        );
        let args = [
            ("target", Arg::from("dns-loi")),
            ("availability_ppm", Arg::from(998_512_i64)),
            ("limit_ppm", Arg::from(999_500_i64)),
        ];
        let below = Reason { code: "availability.below", args: BTreeMap::from(args) };
        let told = vi().reason(&below, &|_, _| None).replace('\u{a0}', " ");
        assert!(told.contains("99,8512 %") && told.contains("99,95 %") && !told.contains("ppm"), "{told}");
    }

    #[test]
    fn an_unknown_reason_is_told_by_its_code() {
        let reason = Reason { code: "novel.case", args: BTreeMap::new() };
        assert_eq!(vi().reason(&reason, &|_, _| None), "novel.case");
    }
}
