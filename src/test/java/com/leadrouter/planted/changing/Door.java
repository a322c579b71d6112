package com.leadrouter.planted.changing;

public record Door(String name) {}
