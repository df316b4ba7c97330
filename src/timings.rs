//! `--timings`: where the time of a build went.

use crate::plan::Plan;
use crate::report::print as show;
use std::time::Duration;

/// Prints a line a stage, summed over the modules, then the link and the whole.
pub fn print(plan: &Plan, linking: Option<Duration>, total: Duration) {
    let mut stages: Vec<(&str, Duration)> = Vec::new();
    for (name, time) in plan.units.iter().flat_map(|(_, unit)| &unit.timings) {
        match stages.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => *sum += *time,
            None => stages.push((name, *time)),
        }
    }
    let cached = plan.units.iter().filter(|(_, unit)| unit.cached).count();
    let mut text = format!(
        "modules: {} ({cached} from the cache), {} of the library\n",
        plan.units.len(),
        plan.library.len()
    );
    let mut line = |name: &str, time: Duration| {
        text.push_str(&format!(
            "{name:<14} {:>10.3} ms\n",
            time.as_secs_f64() * 1e3
        ));
    };
    for (name, time) in stages {
        line(name, time);
    }
    if let Some(linking) = linking {
        line("link", linking);
    }
    line("total", total);
    show(&text);
}
