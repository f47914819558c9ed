package org.medsendx.ingest.device;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.medsendx.dicom.net.Caller;
import org.medsendx.ingest.source.Sender;

/** Who may send. It never changes: a list that is read again is another one. */
public final class Devices {

    private final List<Device> all;
    private final Policy others;
    private final Sender otherwise;
    private final boolean strict;
    private final Map<String, Device> byAeTitle = new HashMap<>();
    private final Map<String, Device> byAccount = new HashMap<>();

    /**
     * @param others what is done with what those send that are not listed
     * @param otherwise whom they count for
     * @param strict whether a device that calls from elsewhere is refused; otherwise it is taken,
     *     as somebody who is not expected
     * @throws IllegalArgumentException an AE title or an account is there twice
     */
    public Devices(List<Device> all, Policy others, Sender otherwise, boolean strict) {
        this.all = List.copyOf(all);
        this.others = others;
        this.otherwise = otherwise;
        this.strict = strict;
        for (Device device : all) {
            if (device.aeTitle() != null && byAeTitle.put(device.aeTitle(), device) != null) {
                throw new IllegalArgumentException("an AE title is there twice");
            }
            if (device.account() != null && byAccount.put(device.account(), device) != null) {
                throw new IllegalArgumentException("an account is there twice");
            }
        }
    }

    /** All of them. */
    public List<Device> all() {
        return all;
    }

    /** What is done with what those send that are not listed. */
    public Policy others() {
        return others;
    }

    /** The device with this AE title. */
    public Optional<Device> device(String aeTitle) {
        return Optional.ofNullable(byAeTitle.get(aeTitle.strip()));
    }

    /** Whether this caller may send by C-STORE. */
    public Judgement judge(Caller caller) {
        Device device = byAeTitle.get(caller.aeTitle());
        var certificate = caller.certificate();
        if (device == null) {
            return boundToAnother(certificate)
                    ? new Judgement.Refused(RefusalReason.CERTIFICATE_OF_ANOTHER)
                    : stranger();
        }
        if (!device.certificates().isEmpty()) {
            if (certificate.isEmpty()) {
                return new Judgement.Refused(RefusalReason.NO_CERTIFICATE);
            }
            if (!isOf(certificate.get(), device)) {
                return new Judgement.Refused(RefusalReason.OTHER_CERTIFICATE);
            }
        } else if (boundToAnother(certificate)) {
            return new Judgement.Refused(RefusalReason.CERTIFICATE_OF_ANOTHER);
        }
        return judge(device, caller.address());
    }

    /** Whether somebody who signed in may send by STOW-RS. */
    public Judgement judge(String account, InetAddress address) {
        Device device = byAccount.get(account);
        return device == null ? stranger() : judge(device, address);
    }

    private Judgement judge(Device device, InetAddress address) {
        boolean here =
                device.addresses().isEmpty()
                        || device.addresses().stream().anyMatch(range -> range.contains(address));
        if (strict && !here) {
            return new Judgement.Refused(RefusalReason.OTHER_ADDRESS);
        }
        if (device.policy() == Policy.REFUSE) {
            return new Judgement.Refused(RefusalReason.DEVICE_REFUSED);
        }
        return new Judgement.Admitted(
                device.sender(),
                here,
                device.policy() == Policy.QUARANTINE,
                device.modalities(),
                device.limits(),
                device.queries() && here);
    }

    private Judgement stranger() {
        return others == Policy.REFUSE
                ? new Judgement.Refused(RefusalReason.UNKNOWN_DEVICE)
                : new Judgement.Admitted(
                        otherwise,
                        false,
                        others == Policy.QUARANTINE,
                        Set.of(),
                        Device.Limits.NONE,
                        false);
    }

    private boolean boundToAnother(Optional<X509Certificate> certificate) {
        return certificate.isPresent()
                && all.stream().anyMatch(device -> isOf(certificate.get(), device));
    }

    private static boolean isOf(X509Certificate certificate, Device device) {
        return device.certificates().stream().anyMatch(one -> one.matches(certificate));
    }
}
