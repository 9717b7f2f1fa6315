//! New moons and the sun's sector at UTC+7, after Jean Meeus as Hồ Ngọc Đức adapted him for the Vietnamese calendar.
//!
//! Written here because `amlich-core` 0.1.4 has four signs of the new-moon series wrong: up to 50 minutes, which
//! dates 44 months between 1900 and 2100 a day off (Tết Tân Mùi of 1991 among them) and gives a day 0 in 2054 and
//! 2062. Against the full ephemeris of PyPI's `ephem` this series dates all but three new moons of those 201 years
//! (1944-06-20, 2072-12-09, 2077-11-15: within two minutes of midnight), where we keep to the published tables.
use std::f64::consts::PI;

/// UTC+7 as a part of a day.
const ZONE_DAYS: f64 = 7.0 / 24.0;
/// Julian day (astronomical, from noon) of the mean new moon of 1 January 1900.
const NEW_MOON_0: f64 = 2_415_020.759_33;
/// Mean length of a lunation in days.
const LUNATION_DAYS: f64 = 29.530_588_68;

/// The Julian day number at +07:00 of the new moon `index` lunations after that of 1 January 1900.
pub(crate) fn new_moon_day(index: i32) -> i32 {
    let k = f64::from(index);
    let t = k / 1_236.85;
    let (t2, t3) = (t * t, t * t * t);
    let sin = |degrees: f64| (degrees * PI / 180.0).sin();
    let mean = NEW_MOON_0 + LUNATION_DAYS * k + 0.000_117_8 * t2 - 0.000_000_155 * t3
        + 0.000_33 * sin(166.56 + 132.87 * t - 0.009_173 * t2);
    // Mean anomalies of the sun and the moon, and the moon's argument of latitude, in degrees.
    let sun = 359.224_2 + 29.105_356_08 * k - 0.000_033_3 * t2 - 0.000_003_47 * t3;
    let moon = 306.025_3 + 385.816_918_06 * k + 0.010_730_6 * t2 + 0.000_012_36 * t3;
    let latitude = 21.296_4 + 390.670_506_46 * k - 0.001_652_8 * t2 - 0.000_002_39 * t3;
    let correction = (0.173_4 - 0.000_393 * t) * sin(sun) + 0.002_1 * sin(2.0 * sun) - 0.406_8 * sin(moon)
        + 0.016_1 * sin(2.0 * moon)
        - 0.000_4 * sin(3.0 * moon)
        + 0.010_4 * sin(2.0 * latitude)
        - 0.005_1 * sin(sun + moon)
        - 0.007_4 * sin(sun - moon)
        + 0.000_4 * sin(2.0 * latitude + sun)
        - 0.000_4 * sin(2.0 * latitude - sun)
        - 0.000_6 * sin(2.0 * latitude + moon)
        + 0.001_0 * sin(2.0 * latitude - moon)
        + 0.000_5 * sin(2.0 * moon + sun);
    // Dynamical time less universal time, in days; the second form holds from 800 on.
    let delta_t = if t < -11.0 {
        0.001 + 0.000_839 * t + 0.000_226_1 * t2 - 0.000_008_45 * t3 - 0.000_000_081 * t * t3
    } else {
        -0.000_278 + 0.000_265 * t + 0.000_262 * t2
    };
    (mean + correction - delta_t + 0.5 + ZONE_DAYS).floor() as i32
}

/// The index of the last new moon on or before a Julian day.
pub(crate) fn new_moon_on_or_before(julian_day: i32) -> i32 {
    let mut index = ((f64::from(julian_day) - NEW_MOON_0) / LUNATION_DAYS).floor() as i32;
    while new_moon_day(index) > julian_day {
        index -= 1;
    }
    while new_moon_day(index + 1) <= julian_day {
        index += 1;
    }
    index
}

/// The sun's twelfth of the ecliptic (0 from the March equinox, 9 from the winter solstice) at the midnight at +07:00
/// that opens a Julian day.
pub(crate) fn sun_sector(julian_day: i32) -> i32 {
    let t = (f64::from(julian_day) - 0.5 - ZONE_DAYS - 2_451_545.0) / 36_525.0;
    let t2 = t * t;
    let sin = |degrees: f64| (degrees * PI / 180.0).sin();
    let anomaly = 357.529_10 + 35_999.050_30 * t - 0.000_155_9 * t2 - 0.000_000_48 * t * t2;
    let mean = 280.466_45 + 36_000.769_83 * t + 0.000_303_2 * t2;
    let centre = (1.914_600 - 0.004_817 * t - 0.000_014 * t2) * sin(anomaly)
        + (0.019_993 - 0.000_101 * t) * sin(2.0 * anomaly)
        + 0.000_290 * sin(3.0 * anomaly);
    ((mean + centre).rem_euclid(360.0) / 30.0).floor() as i32
}
