package com.leadrouter.delivery;

import java.io.Serializable;
import java.util.UUID;

record DeliveryKey(UUID leadId, String destination) implements Serializable {}
