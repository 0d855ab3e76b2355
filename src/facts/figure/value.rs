//! Exact decimal values: what a draft prints is compared with what its parts
//! give, so nothing may be lost to binary fractions.

use std::cmp::Ordering;
use std::fmt;

/// A decimal number: `units` / 10^`scale`. Kept small enough (18 digits) that
/// products of two values fit.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
pub struct Value {
    /// All digits.
    pub units: i128,
    /// How many of them are decimals.
    pub scale: u32,
}

impl Value {
    /// Reads digits and an optional decimal point, half width. None where there
    /// are more than 12 digits.
    pub fn parse(digits: &str) -> Option<Self> {
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || whole.len() + fraction.len() > 12 {
            return None;
        }
        let units = format!("{whole}{fraction}").parse().ok()?;
        Some(Self { units, scale: fraction.len() as u32 })
    }

    /// A whole number.
    pub fn whole(units: i128) -> Self {
        Self { units, scale: 0 }
    }

    /// The value times a power of ten.
    #[must_use]
    pub fn times_ten_to(self, power: u32) -> Self {
        let shift = power.min(self.scale);
        Self { units: self.units * 10i128.pow((power - shift).min(12)), scale: self.scale - shift }
    }

    fn at(self, scale: u32) -> i128 {
        self.units * 10i128.pow(scale.saturating_sub(self.scale))
    }

    fn common(self, other: Self) -> (i128, i128) {
        let scale = self.scale.max(other.scale);
        (self.at(scale), other.at(scale))
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let (a, b) = self.common(other);
        Self { units: a + b, scale: self.scale.max(other.scale) }
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        let (a, b) = self.common(other);
        Self { units: a - b, scale: self.scale.max(other.scale) }
    }

    /// Whether the value is 0.
    pub fn is_zero(self) -> bool {
        self.units == 0
    }

    /// `self` / `whole` as a percentage with `decimals` decimals: rounded half
    /// up, and cut off. None for a whole that is not positive.
    pub fn percent_of(self, whole: Self, decimals: u32) -> Option<(Self, Self)> {
        let (part, whole) = self.common(whole);
        if whole <= 0 || part < 0 || decimals > 6 {
            return None;
        }
        let scaled = part.checked_mul(100 * 10i128.pow(decimals))?;
        let rounded = scaled.checked_mul(2)?.checked_add(whole)? / (2 * whole);
        let value = |units| Self { units, scale: decimals };
        Some((value(rounded), value(scaled / whole)))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = self.common(*other);
        a == b
    }
}

impl Eq for Value {}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = self.common(*other);
        a.cmp(&b)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.units);
        }
        let power = 10i128.pow(self.scale);
        let sign = if self.units < 0 { "-" } else { "" };
        let units = self.units.abs();
        write!(f, "{sign}{}.{:0width$}", units / power, units % power, width = self.scale as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(digits: &str) -> Value {
        Value::parse(digits).unwrap()
    }

    #[test]
    fn percentages_are_exact() {
        let percent = |part: &str, whole: &str, decimals| {
            let (rounded, cut) = value(part).percent_of(value(whole), decimals).unwrap();
            (rounded.to_string(), cut.to_string())
        };
        assert_eq!(percent("1397", "1398", 1), ("99.9".into(), "99.9".into()));
        assert_eq!(percent("62562", "63601", 2), ("98.37".into(), "98.36".into()));
        assert_eq!(percent("1", "8", 0), ("13".into(), "12".into()));
        assert_eq!(percent("1", "8", 1), ("12.5".into(), "12.5".into()));
        assert_eq!(percent("2.4", "9.6", 0), ("25".into(), "25".into()));
        assert!(value("1").percent_of(value("0"), 1).is_none());
    }

    #[test]
    fn values_compare_across_scales() {
        assert_eq!(value("1.50"), value("1.5"));
        assert!(value("9.2").times_ten_to(4) == value("92000"));
        assert_eq!(value("6.8").plus(value("2.4")), value("9.2"));
        assert!(value("1.05") < value("1.1"));
        assert_eq!(value("1.05").to_string(), "1.05");
        assert!(Value::parse("1234567890123").is_none());
    }
}
