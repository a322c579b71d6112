package com.leadrouter.standin;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/**
 * How the stand-in for Kapture is set up.
 *
 * @param port 0 for any that is free
 * @param authKey what follows {@code Basic} in every call
 * @param ownKeys keys of calls that have one of their own, by operation
 */
public record KaptureSettings(int port, Paths paths, ZoneId zone, String authKey, Map<String, String> ownKeys) {

    public KaptureSettings {
        ownKeys = Map.copyOf(ownKeys);
    }

    /** Where each call is. */
    public record Paths(String add, String update, String get, String pull) {}

    public static KaptureSettings defaults() {
        String addUpdate = "/add-update-enquiry";
        return new KaptureSettings(
                0,
                new Paths(
                        addUpdate,
                        addUpdate,
                        "/search-customer-by-customer-id.html",
                        "/select-customer-between-start-and-end-dates.html"),
                ZoneId.of("Asia/Kolkata"),
                "a2FwZGVtbzprYXAxMjM=",
                Map.of());
    }

    public KaptureSettings withPort(int other) {
        return new KaptureSettings(other, paths, zone, authKey, ownKeys);
    }

    public KaptureSettings withPaths(String add, String update, String get, String pull) {
        return new KaptureSettings(port, new Paths(add, update, get, pull), zone, authKey, ownKeys);
    }

    /** In which it tells and reads times. */
    public KaptureSettings withZone(ZoneId other) {
        return new KaptureSettings(port, paths, other, authKey, ownKeys);
    }

    public KaptureSettings withAuthKey(String other) {
        return new KaptureSettings(port, paths, zone, other, ownKeys);
    }

    public KaptureSettings withAuthKey(String operation, String own) {
        Map<String, String> more = new HashMap<>(ownKeys);
        more.put(operation, own);
        return new KaptureSettings(port, paths, zone, authKey, more);
    }

    String authKeyOf(String operation) {
        return ownKeys.getOrDefault(operation, authKey);
    }
}
