//! Nianbao (年报).
