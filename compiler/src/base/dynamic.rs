//! Names of dynamic variables: `*name*` in their own module, `module:*name*` everywhere. The stars are
//! part of the name, so that whoever reads a `let` sees what kind of variable it binds.

/// Is it a name that a dynamic variable can have?
pub fn is_name(name: &str) -> bool {
    name.len() > 2 && name.starts_with('*') && name.ends_with('*') && !name.contains(':')
}

/// Module and name of `module:*name*`.
pub fn qualified(symbol: &str) -> Option<(&str, &str)> {
    let (module, name) = symbol.split_once(':')?;
    (!module.is_empty() && is_name(name)).then_some((module, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_stars() {
        assert!(is_name("*a*") && is_name("***"));
        for name in ["a", "*", "**", "*a", "a*", "*m:a*", ""] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn names_of_other_modules() {
        assert_eq!(qualified("m:*a*"), Some(("m", "*a*")));
        for symbol in ["*a*", ":*a*", "m:a", "m:n:*a*", "m:*", "m"] {
            assert_eq!(qualified(symbol), None, "{symbol}");
        }
    }
}
