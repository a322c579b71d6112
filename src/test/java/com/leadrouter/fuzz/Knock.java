package com.leadrouter.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One request, as bytes; the same seed makes the same. {@code isFramed} says that it ends where it says so: where it does
 * not, the other side may hang up without a word.
 */
record Knock(long seed, String method, boolean isBatch, byte[] bytes, boolean isFramed) {

    private static final List<String> METHODS =
            List.of("GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "FOO", "post", "CONNECT");

    private static final List<String> PATHS = List.of(
            "/",
            "//",
            ";a=b",
            "?x=%zz",
            "?a=b&a=c",
            "%00",
            "/..",
            "/%2e%2e/x",
            "%2f",
            "/0199aaaa-0000-7000-8000-000000000001",
            "/%F0%9F%98%80",
            "#x",
            "|",
            "?" + "q".repeat(3000));

    private static final List<String> HEADERS = List.of(
            "Content-Type: application/json; charset=utf-16",
            "Content-Type: application/json;charset=\"x",
            "Content-Type: text/plain",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Type: multipart/form-data",
            "Content-Type: multipart/form-data; boundary=" + "b".repeat(300),
            "Content-Type: ;;;",
            "Content-Type: */*",
            "Content-Type:",
            "Content-Encoding: gzip",
            "Content-Encoding: identity",
            "Content-Encoding: br, identity",
            "Accept: text/html",
            "Accept: ;q=x",
            "Accept: application/xml;q=0",
            "Accept: application/json;charset=utf-7",
            "Accept-Charset: utf-7",
            "Accept-Language: zz-%%%",
            "Accept-Encoding: gzip;q=2",
            "X-API-Key: wrong",
            "X-API-Key:",
            "X-API-Key: demo-key",
            "Idempotency-Key: fuzz",
            "Idempotency-Key: " + "k".repeat(256),
            "Idempotency-Key:",
            "Origin: null",
            "Origin: https://elsewhere.example",
            "Referer: javascript:alert(1)",
            "X-Forwarded-For: 127.0.0.1, ::1, unknown, \"",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: elsewhere.example:99999",
            "X-Forwarded-Prefix: //elsewhere.example",
            "Forwarded: for=\"[::1\";proto;=;by=_x",
            "Cookie: a=\"; JSESSIONID=x; $Version=1",
            "Range: bytes=9-1,,-",
            "If-None-Match: *",
            "If-Modified-Since: yesterday",
            "If-Match: \"",
            "Expect: 100-continue",
            "Expect: nonsense",
            "X-HTTP-Method-Override: DELETE",
            "_method: PUT",
            "traceparent: 00-" + "0".repeat(32) + "-zz-01",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "b3: 1",
            "baggage: a=" + "b".repeat(5000),
            "Authorization: Basic !!!",
            "Authorization: Bearer x.y.z",
            "Upgrade: h2c",
            "Upgrade: websocket",
            "TE: trailers",
            "Trailer: X-API-Key",
            "Max-Forwards: -1",
            "Access-Control-Request-Method: POST",
            "X-Reason: ${jndi:ldap://127.0.0.1/x}");

    private static final List<String> ILLEGAL_HEADERS = List.of(
            "X Y: z",
            ": z",
            "X-A : z",
            "X-A",
            "X-\u0000: z",
            "X-A: \u0000",
            "X-A: a\nX-B: b",
            "X-A: a\r\n b",
            "\u00fc: z",
            "Host: y",
            "Content-Length: x",
            "Content-Length: -1",
            "Content-Length: 0",
            "Content-Length: 99999999999999999999",
            "Transfer-Encoding: chunked, gzip",
            "Transfer-Encoding: x",
            "X-A: " + "a".repeat(20_000));

    static Knock of(long seed) {
        Random random = new Random(seed);
        Target target = Target.any(random);
        byte[] body = target.body().apply(random);
        List<String> headers = new ArrayList<>(
                List.of("Host: localhost", "X-API-Key: demo-key", "Content-Type: " + target.contentType()));
        if (target.path().startsWith("/forms/")) {
            headers.add("Accept: " + (random.nextInt(4) == 0 ? "text/html" : "application/json"));
        }
        String method = random.nextInt(30) == 0 ? METHODS.get(random.nextInt(METHODS.size())) : "POST";
        String path = target.path() + (random.nextInt(30) == 0 ? PATHS.get(random.nextInt(PATHS.size())) : "");
        boolean framed = true;
        if (random.nextInt(4) == 0) {
            for (int odd = 1 + random.nextInt(3); odd > 0; odd--) {
                odd(headers, HEADERS.get(random.nextInt(HEADERS.size())), random);
            }
        } else if (random.nextInt(30) == 0) {
            headers.add(ILLEGAL_HEADERS.get(random.nextInt(ILLEGAL_HEADERS.size())));
            framed = false;
        } else if (random.nextInt(100) == 0) {
            for (int i = 0; i < 120; i++) {
                headers.add("X-" + i + ": x");
            }
        }
        if (method.equals("CONNECT")) {
            framed = false;
        }
        boolean chunked = random.nextInt(10) == 0;
        boolean broken = random.nextInt(40) == 0;
        headers.add(
                chunked
                        ? "Transfer-Encoding: chunked"
                        : "Content-Length: " + (body.length + (broken ? random.nextInt(9) - 4 : 0)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        bytes.writeBytes(chunked ? chunks(random, body, broken) : body);
        return new Knock(seed, method, path.contains("/batch"), bytes.toByteArray(), framed && !broken);
    }

    // Beside or instead of the one of the same name.
    private static void odd(List<String> headers, String header, Random random) {
        String name = header.substring(0, header.indexOf(':') + 1);
        if (random.nextInt(4) != 0) {
            headers.removeIf(other -> other.startsWith(name));
        }
        headers.add(header);
    }

    private static byte[] chunks(Random random, byte[] body, boolean broken) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; ) {
            int length = Math.min(body.length - at, 1 + random.nextInt(random.nextBoolean() ? 20_000 : 50));
            String extension = random.nextInt(20) == 0 ? ";a=\"b\"" : "";
            all.writeBytes((Integer.toHexString(length) + extension + "\r\n").getBytes(UTF_8));
            all.write(body, at, length);
            all.writeBytes((broken && random.nextInt(5) == 0 ? "x" : "\r\n").getBytes(UTF_8));
            at += length;
        }
        all.writeBytes((broken && random.nextBoolean() ? "g\r\n" : "0\r\n\r\n").getBytes(UTF_8));
        return all.toByteArray();
    }

    String text() {
        String text = new String(bytes, ISO_8859_1);
        return "seed " + seed + ":\n" + text.substring(0, Math.min(text.length(), 3000));
    }
}
