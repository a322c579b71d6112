package com.leadrouter.intake;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The test has the front door open, over real HTTP, as {@link IntakeSlice} has it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = IntakeSlice.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=-1",
            "management.endpoint.health.validate-group-membership=false",
            "lead-router.sources.website-uk.api-keys[0]=key-uk",
            "lead-router.sources.website-uk.api-keys[1]={sha256}2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
            "lead-router.sources.website-uk.api-keys[2]={bcrypt}$2b$04$XRxgA0zBhcM.z.ygOevSL.e1Ia8GLYq6VQgwGM8PvjzyZTByGEJyC",
            "lead-router.sources.website-uk.region=GB",
            "lead-router.sources.website-uk.rate-limit=0",
            "lead-router.sources.website-in.api-keys=key-in",
            "lead-router.sources.website-slow.api-keys=key-slow",
            "lead-router.sources.website-slow.rate-limit=1",
            "lead-router.routes[0].name=india",
            "lead-router.routes[0].when.source=website-in",
            "lead-router.routes[0].when.country=IN",
            "lead-router.routes[0].to=kapture",
            "lead-router.routes[1].name=uk",
            "lead-router.routes[1].when.source=website-uk",
            "lead-router.routes[1].to=cap,kapture"
        })
@interface WithFrontDoor {}
