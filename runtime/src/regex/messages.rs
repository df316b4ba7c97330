//! What OTP says of errors in patterns: PCRE's texts, where PCRE2's differ.

use super::code::Wrong;
use pcre2_sys::*;

/// An error that PCRE2 has found.
pub(super) fn wrong(error: i32, position: usize) -> Wrong {
    let number = u32::try_from(error).unwrap_or(0);
    if number == PCRE2_ERROR_HEAP_FAILED {
        return Wrong::Memory;
    }
    let text = match older(number) {
        Some(text) => text.to_owned(),
        None => newer(error),
    };
    Wrong::Pattern { text, position }
}

pub(super) fn invalid_utf8() -> Wrong {
    Wrong::Pattern {
        text: "invalid UTF-8 string".to_owned(),
        position: 0,
    }
}

fn older(number: u32) -> Option<&'static str> {
    Some(match number {
        PCRE2_ERROR_QUANTIFIER_INVALID => "nothing to repeat",
        PCRE2_ERROR_INVALID_AFTER_PARENS_QUERY | PCRE2_ERROR_INVALID_HYPHEN_IN_OPTIONS => {
            "unrecognized character after (? or (?-"
        }
        PCRE2_ERROR_POSIX_CLASS_NOT_IN_CLASS => {
            "POSIX named classes are supported only within a class"
        }
        PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS => "missing )",
        PCRE2_ERROR_MISSING_COMMENT_CLOSING => "missing ) after comment",
        PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS => "unmatched parentheses",
        PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH => "lookbehind assertion is not fixed length",
        PCRE2_ERROR_TOO_MANY_CONDITION_BRANCHES => {
            "conditional group contains more than two branches"
        }
        PCRE2_ERROR_CODE_POINT_TOO_BIG => "character value in \\x{} or \\o{} is too large",
        PCRE2_ERROR_UNSUPPORTED_ESCAPE_SEQUENCE => {
            "PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u"
        }
        PCRE2_ERROR_MISSING_NAME_TERMINATOR => {
            "syntax error in subpattern name (missing terminator)"
        }
        PCRE2_ERROR_DUPLICATE_SUBPATTERN_NAME => "two named subpatterns have the same name",
        PCRE2_ERROR_INVALID_SUBPATTERN_NAME => "group name must start with a non-digit",
        PCRE2_ERROR_UNKNOWN_UNICODE_PROPERTY => "unknown property name after \\P or \\p",
        PCRE2_ERROR_SUBPATTERN_NAME_TOO_LONG => {
            "subpattern name is too long (maximum 32 characters)"
        }
        PCRE2_ERROR_DEFINE_TOO_MANY_BRANCHES => "DEFINE group contains more than one branch",
        PCRE2_ERROR_BACKSLASH_G_SYNTAX => {
            "\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number"
        }
        PCRE2_ERROR_PARENS_QUERY_R_MISSING_CLOSING => "(?R or (?[+-]digits must be followed by )",
        PCRE2_ERROR_BACKSLASH_C_SYNTAX => "\\c must be followed by an ASCII character",
        PCRE2_ERROR_UTF_IS_DISABLED => "setting UTF is disabled by the application",
        _ => return None,
    })
}

fn newer(error: i32) -> String {
    let mut text = [0_u8; 256];
    // SAFETY: the buffer is as long as it says.
    let length = unsafe { pcre2_get_error_message_8(error, text.as_mut_ptr(), text.len()) };
    let length = usize::try_from(length).unwrap_or(0);
    String::from_utf8_lossy(&text[..length]).into_owned()
}
