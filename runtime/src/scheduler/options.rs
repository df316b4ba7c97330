//! Switches of the scheduler, from the environment variable `ALATE_OPTS`.
//!
//! | switch | meaning |
//! |---|---|
//! | `--seed N` | the order in which processes run is drawn from N, so that a run can be repeated |
//! | `--workers N` | threads that run processes, at most 1024; default one for each core, 1 with a seed |
//! | `--processes N` | the most processes there can be at a time; default 16 million |
//! | `--atoms N` | the most atoms made at run time that can be live; default 1048576 |
//! | `--stop-deadline N` | seconds that the program has to end after `SIGTERM` or `SIGINT`; default 5 |

use crate::atom;
use std::thread;
use std::time::Duration;

/// More workers than anybody has cores.
const MOST_WORKERS: u64 = 1024;

/// More atoms than there are addresses for.
const MOST_ATOMS: u64 = 1 << 28;

/// Some thirty years, in seconds.
const LONGEST_DEADLINE: u64 = 1 << 30;

/// What the scheduler is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    pub seed: Option<u64>,
    pub processes: usize,
    pub atoms: usize,
    pub stop_deadline: Duration,
    workers: Option<u64>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            seed: None,
            processes: 16 << 20,
            atoms: atom::LIMIT,
            stop_deadline: Duration::from_secs(5),
            workers: None,
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
                "--workers" => options.workers = Some(number()?.clamp(1, MOST_WORKERS)),
                "--processes" => options.processes = number()?.max(1) as usize,
                "--atoms" => options.atoms = number()?.clamp(1, MOST_ATOMS) as usize,
                "--stop-deadline" => {
                    options.stop_deadline = Duration::from_secs(number()?.min(LONGEST_DEADLINE));
                }
                _ => {
                    return Err(format!(
                        "ALATE_OPTS={text}: \"{word}\" is none of --seed, --workers, --processes, --atoms, \
                         --stop-deadline"
                    ));
                }
            }
        }
        Ok(options)
    }

    /// How many workers there are to be.
    pub fn workers(&self) -> u16 {
        let cores = || thread::available_parallelism().map_or(1, |count| count.get() as u64);
        let workers = match self.seed {
            Some(_) => 1,
            None => self.workers.unwrap_or_else(cores),
        };
        workers.min(MOST_WORKERS) as u16
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn switches_are_read() {
        let options = Options::parse("--workers 3").unwrap();
        assert_eq!(options.workers(), 3);
        let options = Options::parse(" --seed 12  --processes 100 --workers 8").unwrap();
        assert_eq!(options.workers(), 1);
        assert_eq!((options.seed, options.processes), (Some(12), 100));
        assert_eq!(Options::parse("").unwrap(), Options::default());
        let options = Options::parse("--stop-deadline 0").unwrap();
        assert_eq!(options.stop_deadline.as_secs(), 0);
        assert_eq!(Options::parse("--atoms 70").unwrap().atoms, 70);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(Options::parse("--seed").is_err());
        assert!(Options::parse("--seed x").is_err());
        assert!(Options::parse("--sed 1").is_err());
    }
}
