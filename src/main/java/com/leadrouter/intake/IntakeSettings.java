package com.leadrouter.intake;

import java.time.Duration;

record IntakeSettings(Duration idempotency) {}
