package com.leadrouter.fuzz;

import java.util.List;
import java.util.Random;

/** Texts that have broken something somewhere. */
final class Nasty {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\t",
            "\n",
            "\r\n",
            "\0",
            "a\0b",
            "\u0001",
            "\u007f",
            "\u0085",
            "\u00a0",
            "\u2028",
            "\ufeff",
            "\ufffe",
            "\u200b",
            "\u202egnp.exe",
            "\ud800",
            "\udc00\ud800",
            "😀",
            "👩‍👩‍👧‍👦",
            "Zoë",
            "Zoe\u0308",
            "ﬁ",
            "İ",
            "ı",
            "ß",
            "ſ",
            "王小明",
            "مرحبا",
            "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
            "null",
            "undefined",
            "true",
            "NaN",
            "-0",
            "0x1F",
            "1e309",
            "1,5",
            "' or 1=1 --",
            "'; drop table lead; --",
            "<script>alert(1)</script>",
            "]]>",
            "&lt;",
            "${jndi:ldap://127.0.0.1/x}",
            "${java.version}",
            "#{7*7}",
            "{{7*7}}",
            "%s%n%x",
            "%00",
            "%zz",
            "../../../../etc/passwd",
            "C:\\x",
            "\\",
            "\"",
            "'",
            "a:b",
            "a;b",
            "a,b",
            "=1+1",
            "@a",
            "+",
            "+++",
            "-",
            "٣",
            "2026-02-30T25:61:61Z",
            "2026-11-21T10:20:59",
            "2026-11-21T10:20:59+25:00",
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "9999-12-31T23:59:59Z",
            "0000-01-01T00:00:00Z",
            "2026-W47-6",
            "20261121T102059Z",
            "::",
            "::1",
            "::ffff:192.0.2.1",
            "fe80::1%eth0",
            "0x7f.1",
            "127.1",
            "1.2.3.4.5",
            "256.1.1.1",
            "[::1]",
            "2001:db8::/32",
            "a@b",
            "@",
            "a@b@c.de",
            "a@[127.0.0.1]",
            "\"a b\"@example.com",
            "a@-b.de",
            "a@b..de",
            "a@xn--a.de",
            "jörg@exämple.de",
            "+44 7700 900123 x123",
            "tel:+44-20-7946-0958;ext=99999999999",
            "00000000000000000000",
            "+1",
            "+999123456789",
            "0800 FLOWERS",
            "＋４４７７００９００１２３",
            "+44(0)20 7946 0958",
            "gb",
            "UK",
            "XX",
            "EU",
            "İN",
            "966C7488-BFA7-45B5-8510-D26BA3008879",
            "966c7488-bfa7-45b5-8510-d26ba3008879",
            "{966c7488-bfa7-45b5-8510-d26ba3008879}",
            "test drive",
            "TEST DRİVE",
            "Test  Drive",
            "SW1A 1AA",
            "sw1a1aa",
            "GIR 0AA");

    private Nasty() {}

    static String text(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> TEXTS.get(random.nextInt(TEXTS.size())).repeat(1 + random.nextInt(40));
            case 1 ->
                "x"
                        .repeat(List.of(99, 100, 101, 200, 201, 254, 255, 500, 501, 2000, 70_000)
                                .get(random.nextInt(11)));
            case 2 -> characters(random, 1 + random.nextInt(30));
            case 3 -> TEXTS.get(random.nextInt(TEXTS.size())) + TEXTS.get(random.nextInt(TEXTS.size()));
            default -> TEXTS.get(random.nextInt(TEXTS.size()));
        };
    }

    private static String characters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextBoolean() ? random.nextInt(0x250) : random.nextInt(0x10ffff));
        }
        return text.toString();
    }
}
