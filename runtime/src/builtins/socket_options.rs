//! Options of sockets: those of the system, and those that the runtime itself keeps.

use super::entry::builtins;
use super::io::{error_tuple, intern};
use super::processes::{worker, world};
use super::sockets::{find, name, of_result};
use crate::atom::{self, well_known};
use crate::heap;
use crate::net::options;
use crate::net::packet::Packet;
use crate::net::state::{Active, Role, Settings};
use crate::process::port;
use crate::word::{Answer, Word};
use alate_abi::context::Context;

fn truth(word: Word) -> Option<bool> {
    match atom::name(word)? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn size(word: Word) -> Option<usize> {
    usize::try_from(word.as_fixnum()?).ok()
}

/// Sets what the runtime itself keeps. None: the value is none for that name.
fn set_setting(settings: &mut Settings, name: &str, value: Word) -> Option<()> {
    match name {
        "packet" => {
            settings.packet = match (value.as_fixnum(), atom::name(value)) {
                (Some(0), _) | (_, Some("raw")) => Packet::Raw,
                (Some(count @ (1 | 2 | 4)), _) => Packet::Counted(count as u8),
                (_, Some("line")) => Packet::Line,
                _ => return None,
            }
        }
        "mode" => {
            settings.is_binary = match atom::name(value)? {
                "binary" => true,
                "list" => false,
                _ => return None,
            }
        }
        "active" => {
            settings.active = match (value.as_fixnum(), atom::name(value)) {
                (_, Some("true")) => Active::Always,
                (_, Some("false")) => Active::Passive,
                (_, Some("once")) => Active::Once,
                (Some(more), _) => times(settings.active, more)?,
                _ => return None,
            }
        }
        "header" => settings.header = size(value)?,
        "packet_size" => settings.packet_size = size(value)?,
        "line_delimiter" => settings.delimiter = u8::try_from(value.as_fixnum()?).ok()?,
        "buffer" => settings.buffer = size(value).filter(|size| *size > 0)?,
        "high_watermark" => settings.high_watermark = size(value)?,
        "low_watermark" => settings.low_watermark = size(value)?,
        "send_timeout" => {
            settings.send_timeout = match atom::name(value) {
                Some("infinity") => None,
                _ => Some(u64::try_from(value.as_fixnum()?).ok()?),
            }
        }
        "send_timeout_close" => settings.closes_after_timeout = truth(value)?,
        "exit_on_close" => settings.exits_on_close = truth(value)?,
        "show_econnreset" => settings.shows_reset = truth(value)?,
        _ => return None,
    }
    Some(())
}

/// So many packets more. None: the sum is too large.
fn times(now: Active, more: i64) -> Option<Active> {
    let before = match now {
        Active::Times(times) => i64::from(times),
        _ => 0,
    };
    let sum = i16::try_from(before + more).ok()?;
    Some(if sum > 0 {
        Active::Times(sum)
    } else {
        Active::Passive
    })
}

/// Sets an option: `ok` or `#(error einval)`.
fn set_option(ctx: &mut Context, socket: Word, option: Word, value: Word) -> Answer {
    let option = name(option)?;
    let Some(socket) = find(socket)? else {
        return error_tuple(ctx, "einval");
    };
    let number = truth(value).map(i64::from).or(value.as_fixnum());
    if let Some(number) = number
        && let Some(set) = options::set(&socket, option, number)
    {
        return of_result(ctx, set);
    }
    let (is_set, is_told_so) = {
        let mut state = socket.state();
        let is_set = set_setting(&mut state.settings, option, value).is_some();
        // Who sets a number of packets learns when there are none left.
        let is_counted = option == "active" && value.as_fixnum().is_some();
        (
            is_set,
            is_counted && state.settings.active == Active::Passive,
        )
    };
    if !is_set {
        return error_tuple(ctx, "einval");
    }
    let (world, worker) = (world(ctx)?, worker(ctx)?);
    if is_told_so {
        let tag = match socket.state().role {
            Role::Datagram => well_known::UDP_PASSIVE.get(),
            _ => well_known::TCP_PASSIVE.get(),
        };
        let message = heap::tuple(ctx, &[tag, port(socket.number)]);
        world.send(worker, socket.owner(), message);
    } else if option == "active" {
        world.deliver_socket(ctx, worker, socket.number);
    }
    Ok(well_known::OK.get())
}

/// The value of an option, or `undefined`.
fn get_option(ctx: &mut Context, socket: Word, option: Word) -> Answer {
    let option = name(option)?;
    let Some(socket) = find(socket)? else {
        return error_tuple(ctx, "einval");
    };
    if let Some(got) = options::get(&socket, option) {
        return Ok(got.map_or(well_known::UNDEFINED.get(), Word::fixnum));
    }
    let state = socket.state();
    let settings = &state.settings;
    let number = |number: usize| Word::fixnum(number as i64);
    Ok(match option {
        "packet" => match settings.packet {
            Packet::Raw => Word::fixnum(0),
            Packet::Counted(count) => Word::fixnum(count.into()),
            Packet::Line => intern("line")?,
        },
        "mode" => intern(if settings.is_binary { "binary" } else { "list" })?,
        "active" => match settings.active {
            Active::Passive => well_known::FALSE.get(),
            Active::Always => well_known::TRUE.get(),
            Active::Once => intern("once")?,
            Active::Times(times) => Word::fixnum(times.into()),
        },
        "header" => number(settings.header),
        "packet_size" => number(settings.packet_size),
        "line_delimiter" => Word::fixnum(settings.delimiter.into()),
        "buffer" => number(settings.buffer),
        "high_watermark" => number(settings.high_watermark),
        "low_watermark" => number(settings.low_watermark),
        "send_timeout" => match settings.send_timeout {
            Some(time) => Word::fixnum(time as i64),
            None => intern("infinity")?,
        },
        "send_timeout_close" => Word::boolean(settings.closes_after_timeout),
        "exit_on_close" => Word::boolean(settings.exits_on_close),
        "show_econnreset" => Word::boolean(settings.shows_reset),
        _ => well_known::UNDEFINED.get(),
    })
}

builtins! {
    /// `alate_net:set_option/3`.
    alate_net_set_option(socket, option, value) = set_option;
    /// `alate_net:get_option/2`.
    alate_net_get_option(socket, option) = get_option;
}
