//! Classes and cases of bytes as characters of ISO 8859-1, as PCRE2 wants them.

/// Where each part of the table begins: lower case, the other case, bit maps of ten classes, kinds.
const FLIP: usize = 256;
const MAPS: usize = 512;
const KINDS: usize = MAPS + 10 * 32;
const LENGTH: usize = KINDS + 256;

const SPACE: u8 = 0x01;
const LETTER: u8 = 0x02;
const LOWER: u8 = 0x04;
const DIGIT: u8 = 0x08;
const WORD: u8 = 0x10;

pub static LATIN1: [u8; LENGTH] = table();

const fn is_upper(byte: u8) -> bool {
    byte.is_ascii_uppercase() || (byte >= 0xc0 && byte <= 0xde && byte != 0xd7)
}

/// Also those that have no upper case here: ª, µ, º, ß, ÿ.
const fn is_lower(byte: u8) -> bool {
    byte.is_ascii_lowercase()
        || matches!(byte, 0xaa | 0xb5 | 0xba)
        || (byte >= 0xdf && byte != 0xf7)
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, 9..=13 | b' ')
}

const fn is_control(byte: u8) -> bool {
    byte & 0x7f < 0x20 || byte == 0x7f
}

const fn lower(byte: u8) -> u8 {
    if is_upper(byte) { byte + 32 } else { byte }
}

const fn flipped(byte: u8) -> u8 {
    if is_lower(byte) && is_upper(byte.wrapping_sub(32)) {
        byte - 32
    } else {
        lower(byte)
    }
}

const fn table() -> [u8; LENGTH] {
    let mut table = [0; LENGTH];
    let mut code = 0;
    while code < 256 {
        let byte = code as u8;
        let is_letter = is_upper(byte) || is_lower(byte);
        let is_digit = byte.is_ascii_digit();
        let is_word = is_letter || is_digit || byte == b'_';
        let is_graph = !is_control(byte) && byte != b' ';
        table[code] = lower(byte);
        table[FLIP + code] = flipped(byte);
        // In PCRE2's order.
        let classes = [
            is_space(byte),
            byte.is_ascii_hexdigit(),
            is_digit,
            is_upper(byte),
            is_lower(byte),
            is_word,
            is_graph,
            is_graph || byte == b' ',
            is_graph && !is_letter && !is_digit,
            is_control(byte),
        ];
        let mut class = 0;
        while class < classes.len() {
            if classes[class] {
                table[MAPS + class * 32 + code / 8] |= 1 << (code % 8);
            }
            class += 1;
        }
        let mut kind = 0;
        if is_space(byte) {
            kind |= SPACE;
        }
        if is_letter {
            kind |= LETTER;
        }
        if is_lower(byte) {
            kind |= LOWER;
        }
        if is_digit {
            kind |= DIGIT;
        }
        if is_word {
            kind |= WORD;
        }
        table[KINDS + code] = kind;
        code += 1;
    }
    table
}
