package com.leadrouter.intake;

import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import org.springframework.http.HttpHeaders;

/** What reading a request's body came to, whatever is in it. */
sealed interface BodyBytes {

    /** All of it. */
    record Whole(byte[] bytes) implements BodyBytes {
        @Override
        public String toString() {
            return "Whole[…]";
        }
    }

    /** It is too large, packed, or not whole. */
    record Refused(ProblemType type, String detail) implements BodyBytes {}

    /** Stops reading at the limit, whatever length was announced. */
    static BodyBytes of(HttpServletRequest request, int limit) {
        if (!isPlain(request)) {
            return new Refused(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "This address takes bodies without a content encoding.");
        }
        if (request.getContentLengthLong() > limit) {
            return tooLarge(limit);
        }
        try {
            byte[] body = read(request, limit);
            return body.length > limit ? tooLarge(limit) : new Whole(body);
        } catch (IOException e) {
            return new Refused(ProblemType.MALFORMED_REQUEST, "The body breaks off, or its chunks are broken.");
        }
    }

    private static byte[] read(HttpServletRequest request, int limit) throws IOException {
        InputStream in = request.getInputStream();
        int announced = request.getContentLength();
        if (announced < 0) {
            return in.readNBytes(limit + 1);
        }
        // Not in pieces: put together they would be there twice for a moment.
        byte[] body = new byte[announced];
        int length = in.readNBytes(body, 0, announced);
        return length == announced ? body : Arrays.copyOf(body, length);
    }

    private static boolean isPlain(HttpServletRequest request) {
        return Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)).stream()
                .allMatch(encoding -> encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity"));
    }

    private static BodyBytes tooLarge(int limit) {
        return new Refused(
                ProblemType.PAYLOAD_TOO_LARGE, "At most " + limit / 1024 + " KiB are taken at this address.");
    }
}
