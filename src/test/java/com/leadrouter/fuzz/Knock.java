package com.leadrouter.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One request, as bytes; the same seed makes the same. {@code isFramed} says that it ends where it says so: where it does
 * not, the other side may hang up without a word. A plain one has nothing odd but its body.
 */
record Knock(
        long seed,
        Target target,
        String method,
        List<String> headers,
        byte[] bytes,
        int leads,
        boolean isFramed,
        boolean isPlain) {

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
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: elsewhere.example:99999",
            "X-Forwarded-Prefix: //elsewhere.example",
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

    /** Of pages and proxies. */
    private static final List<String> ORIGINS = List.of(
            "Origin: null",
            "Origin:",
            "Origin: https://elsewhere.example",
            "Origin: " + Target.ORIGIN + ":{x}",
            "Origin: http://localhost:{x}",
            "Origin: http://localhost:99999999999",
            "Origin: " + Target.ORIGIN + ":-1",
            "Origin: https://{x}",
            "Origin: https://[::1",
            "Origin: https://a:b@c",
            "Origin: https://" + "o".repeat(7000),
            "Origin: %zz",
            "Referer: javascript:alert(1)",
            "Referer:",
            "Referer: " + Target.ORIGIN + ":{x}/",
            "Referer: " + Target.ORIGIN + "/{x}?{y}#{z}",
            "Referer: https://[::1",
            "Referer: http://" + "r".repeat(7000),
            "X-Forwarded-For: 127.0.0.1, ::1, unknown, \"",
            "X-Forwarded-For: 203.0.113.7, 127.0.0.1",
            "X-Forwarded-For: " + ",".repeat(7000),
            "X-Forwarded-For: " + "127.0.0.1,".repeat(700),
            "X-Forwarded-For: " + "[".repeat(7000),
            "X-Forwarded-For: fe80::1%{x}",
            "Forwarded: for=\"[::1\";proto;=;by=_x",
            "Forwarded: for=203.0.113.7;for=\"",
            "Forwarded: for=" + " ".repeat(7000) + "\"x\"y",
            "Forwarded: " + "for=".repeat(1700),
            "Forwarded: " + "\"".repeat(7000));

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
        Body body = target.body().apply(random);
        List<String> headers = new ArrayList<>(
                List.of("Host: localhost", "X-API-Key: demo-key", "Content-Type: " + target.contentType()));
        if (target.isForm()) {
            headers.add("Accept: " + (random.nextInt(3) == 0 ? "text/html" : "application/json"));
            headers.add((random.nextInt(3) == 0 ? "Referer: " : "Origin: ") + Target.ORIGIN);
        }
        List<String> usual = List.copyOf(headers);
        String method = random.nextInt(30) == 0 ? METHODS.get(random.nextInt(METHODS.size())) : "POST";
        String path = target.path() + (random.nextInt(30) == 0 ? PATHS.get(random.nextInt(PATHS.size())) : "");
        if (random.nextInt(50) == 0) {
            method = "OPTIONS";
            headers.add("Access-Control-Request-Method: POST");
            odd(headers, ORIGINS.get(random.nextInt(ORIGINS.size())), random);
        }
        boolean framed = true;
        if (random.nextInt(4) == 0) {
            for (int odd = 1 + random.nextInt(3); odd > 0; odd--) {
                odd(headers, HEADERS.get(random.nextInt(HEADERS.size())), random);
            }
        } else if (random.nextInt(target.isForm() ? 4 : 20) == 0) {
            for (int odd = 1 + random.nextInt(2); odd > 0; odd--) {
                odd(headers, ORIGINS.get(random.nextInt(ORIGINS.size())), random);
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
        boolean plain = method.equals("POST") && path.equals(target.path()) && headers.equals(usual);
        boolean chunked = random.nextInt(10) == 0;
        boolean broken = random.nextInt(40) == 0;
        headers.add(
                chunked
                        ? "Transfer-Encoding: chunked"
                        : "Content-Length: " + (body.bytes().length + (broken ? random.nextInt(9) - 4 : 0)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        bytes.writeBytes(chunked ? chunks(random, body.bytes(), broken) : body.bytes());
        framed &= !broken;
        return new Knock(
                seed,
                target,
                method,
                List.copyOf(headers),
                bytes.toByteArray(),
                framed ? body.leads() : Body.UNKNOWN,
                framed,
                framed && plain);
    }

    /** Whether it brings a key, so that another one may have been taken in in its place. */
    boolean isKeyed() {
        return headers.stream().anyMatch(header -> header.startsWith("Idempotency-Key:"));
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
