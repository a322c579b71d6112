package com.leadrouter.cap;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a setup or campaign error is probably about, guessed from words in its text, since CAP's own names are lost
 * (CAP contract, section 7). For reports only: a guess never changes a verdict. The first that fits is taken.
 */
enum SetupFault {
    CAMPAIGN_NOT_STARTED("campaign-not-started", "\\bnot (?:yet )?started\\b"),
    CAMPAIGN_ENDED("campaign-ended", "\\bended\\b"),
    CAMPAIGN_INACTIVE("campaign-inactive", "\\bnot\\b.{0,30}\\bactive\\b|\\binactive\\b"),
    UNKNOWN_VEHICLE("unknown-vehicle", "\\bvehicle"),
    UNKNOWN_CHANNEL("unknown-acquisition-channel", "\\bacquisition ?channel"),
    UNKNOWN_CAMPAIGN(
            "unknown-campaign",
            "^(?=.*\\bcampaign)(?=.*(?:\\bnot (?:be )?found\\b|\\bcould not find\\b|\\bno campaign\\b))"),
    INVALID_CAMPAIGN_ID("invalid-campaign-id", "^(?=.*\\bcampaign ?id)(?=.*\\b(?:invalid|missing)\\b)"),
    INVALID_COMBINATION("invalid-combination", "\\bcombination\\b"),
    INTERNAL_ERROR("cap-internal-error", "\\binternal (?:server )?error\\b");

    private final String code;
    private final Pattern words;

    SetupFault(String code, String words) {
        this.code = code;
        this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    String code() {
        return code;
    }

    static Optional<SetupFault> guess(String text) {
        return Arrays.stream(values())
                .filter(fault -> fault.words.matcher(text).find())
                .findFirst();
    }
}
