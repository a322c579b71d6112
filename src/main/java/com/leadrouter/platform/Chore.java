package com.leadrouter.platform;

import java.time.Duration;

/**
 * What has to be done again and again in the background, at once and then after each pause; {@code name} completes the
 * sentence "cannot …". When the service stops it is interrupted.
 */
public record Chore(String name, Duration every, Runnable work) {}
