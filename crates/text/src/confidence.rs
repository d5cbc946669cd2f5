use std::fmt;

/// How sure a rule is, from 0 to 1, in hundredths: so that tables are the same on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidence(u8);

impl Confidence {
    /// `share` of 1, rounded to hundredths and held within 0 and 1.
    pub const fn new(share: f32) -> Self {
        let hundredths = share * 100.0 + 0.5;
        if hundredths >= 100.0 {
            Self(100)
        } else if hundredths > 0.0 {
            Self(hundredths as u8)
        } else {
            Self(0)
        }
    }

    /// The share of 1.
    pub fn get(self) -> f32 {
        f32::from(self.0) / 100.0
    }

    /// In hundredths, 0 to 100.
    pub const fn hundredths(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_within_bounds_and_prints_two_digits() {
        assert_eq!(Confidence::new(0.954).to_string(), "0.95");
        assert_eq!(Confidence::new(7.0).to_string(), "1.00");
        assert_eq!(Confidence::new(-1.0).to_string(), "0.00");
        assert_eq!(Confidence::new(0.07).to_string(), "0.07");
    }
}
