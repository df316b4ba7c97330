//! Switches of the scheduler, from the environment variable `ALATE_OPTS`.
//!
//! | switch | meaning |
//! |---|---|
//! | `--seed N` | the order in which processes run is drawn from N, so that a run can be repeated |
//! | `--processes N` | the most processes there can be at a time; default 16 million |

/// What the scheduler is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    pub seed: Option<u64>,
    pub processes: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            seed: None,
            processes: 16 << 20,
        }
    }
}

impl Options {
    /// Reads the program's environment. The error is a sentence for the user.
    pub fn from_environment() -> Result<Options, String> {
        Options::parse(&std::env::var("ALATE_OPTS").unwrap_or_default())
    }

    fn parse(text: &str) -> Result<Options, String> {
        let mut options = Options::default();
        let mut words = text.split_whitespace();
        while let Some(word) = words.next() {
            let mut number = || {
                let value = words.next().unwrap_or_default();
                let number = value.parse::<u64>();
                number.map_err(|_| format!("ALATE_OPTS={text}: {word} takes a number"))
            };
            match word {
                "--seed" => options.seed = Some(number()?),
                "--processes" => options.processes = number()?.max(1) as usize,
                _ => {
                    return Err(format!(
                        "ALATE_OPTS={text}: \"{word}\" is none of --seed, --processes"
                    ));
                }
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn switches_are_read() {
        let options = Options::parse(" --seed 12  --processes 100 ").unwrap();
        assert_eq!((options.seed, options.processes), (Some(12), 100));
        assert_eq!(Options::parse("").unwrap(), Options::default());
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(Options::parse("--seed").is_err());
        assert!(Options::parse("--seed x").is_err());
        assert!(Options::parse("--sed 1").is_err());
    }
}
