//! How a stream of bytes is cut into packets: option `packet` of `inet:setopts/2` in OTP's manual.

/// The kinds of packets.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Packet {
    /// Whatever has come.
    #[default]
    Raw,
    /// The length comes first, in so many bytes (1, 2 or 4), the highest first.
    Counted(u8),
    /// Up to the delimiter and with it.
    Line,
}

/// What is at the beginning of some bytes.
#[derive(PartialEq, Eq, Debug)]
pub enum Cut {
    /// A packet: where it begins and ends. The next one begins there.
    Packet(usize, usize),
    /// So many bytes are wanted, or one more than there are.
    Incomplete(usize),
    /// It says that it is longer than allowed.
    TooLong,
}

/// Finds the first packet. Longer ones than `most` bytes (0: any) are refused; lines are cut there.
pub fn cut(bytes: &[u8], packet: Packet, delimiter: u8, most: usize) -> Cut {
    match packet {
        Packet::Raw if bytes.is_empty() => Cut::Incomplete(1),
        Packet::Raw => Cut::Packet(0, bytes.len()),
        Packet::Counted(count) => counted(bytes, usize::from(count), most),
        Packet::Line => {
            let end = bytes.iter().position(|byte| *byte == delimiter);
            match end.map(|end| end + 1) {
                Some(end) if most == 0 || end <= most => Cut::Packet(0, end),
                None if most == 0 || bytes.len() < most => Cut::Incomplete(bytes.len() + 1),
                _ => Cut::Packet(0, most),
            }
        }
    }
}

fn counted(bytes: &[u8], count: usize, most: usize) -> Cut {
    let Some(head) = bytes.get(..count) else {
        return Cut::Incomplete(count);
    };
    let length = head
        .iter()
        .fold(0, |length, byte| length << 8 | usize::from(*byte));
    if most > 0 && length > most {
        return Cut::TooLong;
    }
    match bytes.len() < count + length {
        true => Cut::Incomplete(count + length),
        false => Cut::Packet(count, count + length),
    }
}

/// What comes before a packet that is sent; none: it is too long.
pub fn head(packet: Packet, length: usize) -> Option<Vec<u8>> {
    let Packet::Counted(count) = packet else {
        return Some(Vec::new());
    };
    let bytes = (length as u64).to_be_bytes();
    let (above, head) = bytes.split_at(bytes.len() - usize::from(count));
    above.iter().all(|byte| *byte == 0).then(|| head.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_come_first() {
        let cut = |bytes: &[u8], count, most| cut(bytes, Packet::Counted(count), b'\n', most);
        assert_eq!(cut(&[], 2, 0), Cut::Incomplete(2));
        assert_eq!(cut(&[0], 2, 0), Cut::Incomplete(2));
        assert_eq!(cut(&[0, 3, 1, 2], 2, 0), Cut::Incomplete(5));
        assert_eq!(cut(&[0, 3, 1, 2, 3, 4], 2, 0), Cut::Packet(2, 5));
        assert_eq!(cut(&[0, 0, 4], 2, 0), Cut::Packet(2, 2));
        assert_eq!(cut(&[0, 0, 1, 0, 9], 4, 255), Cut::TooLong);
        assert_eq!(cut(&[255], 1, 0), Cut::Incomplete(256));
    }

    #[test]
    fn lines_are_cut_where_they_may_not_be_longer() {
        let cut = |bytes: &[u8], most| cut(bytes, Packet::Line, b'\n', most);
        assert_eq!(cut(b"ab", 0), Cut::Incomplete(3));
        assert_eq!(cut(b"ab\ncd", 0), Cut::Packet(0, 3));
        assert_eq!(cut(b"ab\ncd", 3), Cut::Packet(0, 3));
        assert_eq!(cut(b"ab\ncd", 2), Cut::Packet(0, 2));
        assert_eq!(cut(b"ab", 2), Cut::Packet(0, 2));
    }

    #[test]
    fn heads() {
        assert_eq!(head(Packet::Raw, 7), Some(vec![]));
        assert_eq!(head(Packet::Counted(2), 258), Some(vec![1, 2]));
        assert_eq!(head(Packet::Counted(1), 256), None);
        assert_eq!(head(Packet::Counted(4), 1 << 32), None);
    }
}
