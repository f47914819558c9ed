/**
 * Upper layer, associations, C-STORE, C-ECHO, storage commitment and TLS (PS3.4, PS3.7, PS3.8,
 * PS3.15 B.12).
 *
 * <p>A node that keeps data sets as they arrive, and a call to it:
 *
 * {@snippet :
 * var options =
 *         new StorageScp.Options(
 *                 new InetSocketAddress("127.0.0.1", 0), // a free port
 *                 "NODE",
 *                 Set.of(), // everybody may call
 *                 Uid.storageClasses(),
 *                 16, // associations at a time
 *                 128 << 10); // bytes in a PDU
 * try (var scp = StorageScp.listen(options, handler)) {
 *     var peer = new InetSocketAddress("127.0.0.1", scp.port());
 *     var wish =
 *             new StorageScu.Proposal(
 *                     Uid.CTImageStorage, List.of(Uid.ExplicitVRLittleEndian));
 *     try (var scu =
 *             StorageScu.open(peer, "NODE", "ME", List.of(wish), Duration.ofSeconds(30))) {
 *         var file = DicomReader.readMeta(path);
 *         return scu.store(
 *                 path,
 *                 file.dataSetPosition(),
 *                 requireNonNull(file.meta().sopClassUid()),
 *                 requireNonNull(file.meta().sopInstanceUid()),
 *                 file.meta().transferSyntaxUid());
 *     }
 * }
 * }
 */
@NullMarked
package org.medsendx.dicom.net;

import org.jspecify.annotations.NullMarked;
