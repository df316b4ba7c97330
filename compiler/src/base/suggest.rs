//! Near names, for "did you mean `x`?".

/// The candidate nearest to a name that is not among them, if one is near enough that a slip of the
/// fingers explains the difference. Of equally near ones the first.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = name.chars().collect();
    // One slip in three characters; in a name of one or two characters, none.
    let limit = wanted.len().min(15) / 3;
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let limit = best.map_or(limit, |(distance, _)| distance.saturating_sub(1).min(limit));
        if candidate == name || limit == 0 {
            continue;
        }
        if let Some(distance) = distance(&wanted, candidate, limit) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The hint that names a suggestion.
pub fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// How many insertions, deletions, replacements and exchanges of neighbours make one of the other;
/// `None` if more than `limit`.
fn distance(a: &[char], b: &str, limit: usize) -> Option<usize> {
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    // Three rows of the table of distances between prefixes.
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = last;
        last = row;
    }
    Some(last[b.len()]).filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggest(name: &str) -> Option<&'static str> {
        nearest(
            name,
            ["length", "list_to_atom", "x", "map_size", "foldl", "foldr"],
        )
    }

    #[test]
    fn slips_are_found() {
        assert_eq!(suggest("lenght"), Some("length"));
        assert_eq!(suggest("list-to-atom"), Some("list_to_atom"));
        assert_eq!(suggest("mapsize"), Some("map_size"));
        assert_eq!(suggest("fold"), Some("foldl"));
        assert_eq!(suggest("foldrr"), Some("foldr"));
    }

    #[test]
    fn other_names_are_not() {
        assert_eq!(suggest("y"), None);
        assert_eq!(suggest("length"), None);
        assert_eq!(suggest("reverse"), None);
        assert_eq!(suggest(""), None);
    }

    #[test]
    fn distances() {
        let count = |a: &str, b| distance(&a.chars().collect::<Vec<_>>(), b, 9);
        assert_eq!(count("abc", "abc"), Some(0));
        assert_eq!(count("abc", "acb"), Some(1));
        assert_eq!(count("kitten", "sitting"), Some(3));
        assert_eq!(count("", "abc"), Some(3));
    }
}
