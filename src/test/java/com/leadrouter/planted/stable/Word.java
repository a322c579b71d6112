package com.leadrouter.planted.stable;

import com.leadrouter.planted.changing.Door;

public record Word(Door door) {}
