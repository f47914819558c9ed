package org.medsendx.dicom.net;

/**
 * On whose behalf a C-STORE is sent (PS3.7, 9.1.1.1).
 *
 * @param aeTitle who asked for it by C-MOVE
 * @param messageId of that request
 */
public record MoveOriginator(String aeTitle, int messageId) {}
