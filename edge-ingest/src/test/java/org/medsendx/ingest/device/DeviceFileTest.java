package org.medsendx.ingest.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.medsendx.dicom.net.Caller;
import org.medsendx.ingest.source.Sender;
import org.medsendx.strictyaml.YamlFileException;

class DeviceFileTest {

    private static final String DIGEST = "ab".repeat(32);
    private static final DeviceFile.Site SITE = new DeviceFile.Site("TRUCK1", true, true);

    private static Devices read(String text) throws YamlFileException {
        return DeviceFile.read("devices.yaml", text, SITE);
    }

    @Test
    void a_device_is_read_with_all_that_is_said_of_it() throws Exception {
        var devices =
                read(
                        """
                        others: quarantine
                        devices:
                          - ae-title: CT_1
                            account: gateway
                            truck: T2
                            scanner: ct-1
                            modality: [CT, SR]
                            addresses: [192.0.2.7, 198.51.100.0/24, "2001:db8::/32"]
                            certificates:
                              - spki-sha256: %s
                              - subject: "CN=ct-1, O=Hospital"
                            policy: quarantine
                            max-associations: 3
                            max-instance-size: 512M
                            commitment-address: ct.example:104
                            commitment-tls: true
                          - ae-title: MG_2
                            addresses: 192.0.2.8
                            query: true
                        """
                                .formatted(DIGEST));

        assertThat(devices.others()).isEqualTo(Policy.QUARANTINE);
        var ct = devices.device("CT_1 ").orElseThrow();
        assertThat(ct.account()).isEqualTo("gateway");
        assertThat(ct.sender()).isEqualTo(new Sender("T2", "ct-1"));
        assertThat(ct.modalities()).isEqualTo(Set.of("CT", "SR"));
        assertThat(ct.addresses().stream().map(Object::toString))
                .containsExactly("192.0.2.7", "198.51.100.0/24", "2001:db8:0:0:0:0:0:0/32");
        assertThat(ct.certificates())
                .isEqualTo(
                        List.of(
                                new CertificateBinding.Key(DIGEST),
                                CertificateBinding.Subject.parse("CN=ct-1,O=Hospital")));
        assertThat(ct.policy()).isEqualTo(Policy.QUARANTINE);
        assertThat(ct.limits()).isEqualTo(new Device.Limits(3, 512L << 20));
        assertThat(ct.reports()).contains(new Device.Reports("ct.example", 104, true));
        var mg = devices.device("MG_2").orElseThrow();
        assertThat(mg.sender()).isEqualTo(new Sender("TRUCK1", null));
        assertThat(mg.policy()).isEqualTo(Policy.ACCEPT);
        assertThat(mg.limits()).isEqualTo(Device.Limits.NONE);
        assertThat(mg.reports()).isEmpty();
        assertThat(mg.queries()).isTrue();
        assertThat(ct.queries()).isFalse();
    }

    @Test
    void who_asks_has_an_ae_title_and_calls_from_where_it_is_expected() throws Exception {
        assertThatThrownBy(() ->
                        read("others: accept\ndevices:\n  - account: gateway\n    query: true\n"))
                .isInstanceOf(YamlFileException.class)
                .hasMessageContaining("query");
        var devices =
                read(
                        """
                        others: accept
                        devices:
                          - ae-title: STATION
                            query: true
                          - ae-title: CT_1
                        """);
        assertThat(queries(devices, "STATION")).isTrue();
        assertThat(queries(devices, "CT_1")).isFalse();
        assertThat(queries(devices, "STRANGER")).isFalse();
    }

    private static boolean queries(Devices devices, String aeTitle) {
        return devices.judge(
                                new Caller(
                                        aeTitle,
                                        InetAddress.getLoopbackAddress(),
                                        Optional.empty()))
                        instanceof Judgement.Admitted admitted
                && admitted.queries();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "devices: []                                             | 1 | others",
                "others: refuse                                          | 1 | devices",
                "others: maybe;devices: []                               | 1 | others",
                "others: refuse;devices: CT_1                            | 1 | devices",
                "others: refuse;devices:;- CT_1                          | 3 | devices",
                "others: refuse;devices:;- scanner: ct-1                 | 3 | ae-title",
                "others: refuse;devices:;- ae-titel: CT_1                | 3 | unknown key",
                "others: refuse;devices:;- ae-title: A_NAME_OF_17_LONG   | 3 | 1 to 16",
                "others: refuse;devices:;- ae-title: A;- ae-title: A     | 4 | line 3",
                "others: refuse;devices:;- account: a;- account: a       | 4 | line 3",
                "others: refuse;devices:;- ae-title: A;  ae-title: B     | 4 | twice",
                "others: refuse;devices:;- ae-title: A;  addresses: ct.example | 4 | numbers",
                "others: refuse;devices:;- ae-title: A;  addresses: 10.7       | 4 | numbers",
                "others: refuse;devices:;- ae-title: A;  addresses: 10.0.0.0/33| 4 | bits",
                "others: refuse;devices:;- ae-title: A;  modality: ct          | 4 | modality",
                "others: refuse;devices:;- ae-title: A;  policy: allow         | 4 | policy",
                "others: refuse;devices:;- ae-title: A;  max-associations: 0   | 4 | number",
                "others: refuse;devices:;- ae-title: A;  max-instance-size: 5T | 4 | size",
                "others: refuse;devices:;- ae-title: A;  commitment-address: x | 4 | host:port",
                "others: refuse;devices:;- ae-title: A;  certificates: abc     | 4 | spki-sha256",
                "others: refuse;devices:;- ae-title: A;  certificates: [{spki-sha256: abc}] | 4 | 64",
                "others: refuse;devices:;- ae-title: A;  certificates: [{subject: abc}] | 4 | CN=",
                "others: refuse;devices:;- account: a;  certificates: [{subject: CN=a}] | 4 | missing",
                "others: refuse;devices:;- &a;  ae-title: A                    | 3 | anchors",
                "others: [                                               | 1 | no YAML"
            })
    void what_is_wrong_is_told_with_its_line_and_what_is_expected(
            String text, int line, String problem) {
        assertThatThrownBy(() -> read(text.strip().replace(';', '\n')))
                .isInstanceOf(YamlFileException.class)
                .hasMessageStartingWith("devices.yaml line " + line + ":")
                .hasMessageContaining(problem);
    }

    @Test
    void a_certificate_that_nobody_is_asked_for_is_told() {
        var text = "others: refuse\ndevices:\n- ae-title: A\n  certificates: [{subject: CN=a}]\n";

        assertThatThrownBy(() ->
                        DeviceFile.read(
                                "devices.yaml", text, new DeviceFile.Site("T1", false, false)))
                .hasMessageContaining("medsendx.ingest.tls.port");
    }

    @Test
    void a_range_holds_addresses_that_begin_alike() {
        var range = AddressRange.parse("192.0.2.128/25");

        assertThat(range.contains(InetAddress.ofLiteral("192.0.2.200"))).isTrue();
        assertThat(range.contains(InetAddress.ofLiteral("192.0.2.127"))).isFalse();
        assertThat(range.contains(InetAddress.ofLiteral("2001:db8::1"))).isFalse();
        assertThat(AddressRange.parse("::/0").contains(InetAddress.ofLiteral("::1"))).isTrue();
    }
}
