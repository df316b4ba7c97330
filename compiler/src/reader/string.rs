//! Strings: escapes, and the layout of triple-quoted strings.

/// The character that `\c` stands for in a string.
pub fn escape(c: char) -> char {
    match c {
        'b' => '\u{8}',
        't' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        's' => ' ',
        'd' => '\u{7f}',
        other => other,
    }
}

/// `xHHH;` at the beginning of `text`: the digits' value (`None`: not a character) and the length
/// of the whole. No such thing there: the `x` stands for itself.
pub fn hexadecimal(text: &str) -> Option<(Option<char>, usize)> {
    let rest = text.strip_prefix('x')?;
    let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
    if digits == 0 || rest.as_bytes().get(digits) != Some(&b';') {
        return None;
    }
    let value = u32::from_str_radix(&rest[..digits], 16).ok();
    Some((value.and_then(char::from_u32), digits + 2))
}

/// What a quoted text holds, read up to its closing quote.
pub struct Quoted {
    pub text: String,
    /// Length of the source, the closing quote included.
    pub length: usize,
    /// Places (start and end) of escapes that denote no character.
    pub bad_escapes: Vec<(usize, usize)>,
}

/// Reads from behind the opening quote to the closing `quote`; `None` if there is none. In strings
/// escapes have names; in symbols a backslash only quotes the next character.
pub fn quoted(source: &str, quote: u8, named: bool) -> Option<Quoted> {
    let bytes = source.as_bytes();
    let mut text = String::new();
    let mut bad_escapes = Vec::new();
    let mut at = 0;
    loop {
        let plain = bytes[at..]
            .iter()
            .position(|byte| *byte == quote || *byte == b'\\')?;
        text.push_str(&source[at..at + plain]);
        at += plain;
        if bytes[at] == quote {
            return Some(Quoted {
                text,
                length: at + 1,
                bad_escapes,
            });
        }
        at += 1;
        let next = source[at..].chars().next()?;
        match hexadecimal(&source[at..]).filter(|_| named) {
            Some((value, length)) => {
                match value {
                    Some(c) => text.push(c),
                    None => bad_escapes.push((at - 1, at + length)),
                }
                at += length;
            }
            None => {
                text.push(if named { escape(next) } else { next });
                at += next.len_utf8();
            }
        }
    }
}

/// A triple-quoted string's text and the length of its source; or the place of the mistake and how
/// far to skip.
pub enum Triple {
    Text(String, usize),
    Bad {
        start: usize,
        end: usize,
        skip: usize,
        reason: &'static str,
    },
}

/// Reads a triple-quoted string from behind its opening `"""`.
pub fn triple(source: &str) -> Triple {
    let first = source.find('\n').unwrap_or(source.len());
    let mut lines = Vec::new();
    let mut at = (first + 1).min(source.len());
    let (indentation, length) = loop {
        if at >= source.len() {
            return Triple::Bad {
                start: 0,
                end: 0,
                skip: source.len(),
                reason: "the closing `\"\"\"` is missing; it stands on a line of its own",
            };
        }
        let end = source[at..].find('\n').map_or(source.len(), |n| at + n);
        let line = &source[at..end];
        let content = line.trim_start_matches([' ', '\t']);
        if content.starts_with("\"\"\"") {
            let indentation = line.len() - content.len();
            break (&line[..indentation], at + indentation + 3);
        }
        lines.push((at, line.strip_suffix('\r').unwrap_or(line)));
        at = end + 1;
    };
    if !source[..first].trim().is_empty() {
        return Triple::Bad {
            start: 0,
            end: source[..first].trim_end().len(),
            skip: length,
            reason: "only white space may follow the opening `\"\"\"` on its line",
        };
    }
    let mut text = String::new();
    for (number, (start, line)) in lines.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        match line.strip_prefix(indentation) {
            Some(content) => text.push_str(content),
            None if line.trim().is_empty() => {}
            None => {
                return Triple::Bad {
                    start: *start,
                    end: start + line.len(),
                    skip: length,
                    reason: "this line is indented less than the closing `\"\"\"`",
                };
            }
        }
    }
    Triple::Text(text, length)
}
