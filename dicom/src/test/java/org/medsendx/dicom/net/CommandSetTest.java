package org.medsendx.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandSetTest {

    @Test
    void spells_an_echo_request_as_the_standard_does() {
        byte[] bytes =
                CommandSet.of(Dimse.C_ECHO_RQ)
                        .putUnsigned(Dimse.MESSAGE_ID, 0x1234)
                        .putUid(Dimse.AFFECTED_SOP_CLASS_UID, "1.2.840.10008.1.1")
                        .encode();

        assertThat(bytes)
                .isEqualTo(
                        Raw.bytes(
                                "0000 0000 04000000 38000000"
                                        + "0000 0200 12000000 312e322e3834302e31303030382e312e3100"
                                        + "0000 0001 02000000 3000"
                                        + "0000 1001 02000000 3412"
                                        + "0000 0008 02000000 0101"));
    }

    @Test
    void reads_what_it_writes() throws PduException {
        var set =
                CommandSet.decode(
                        ByteBuffer.wrap(
                                CommandSet.of(Dimse.C_STORE_RSP)
                                        .putText(Dimse.ERROR_COMMENT, "odd")
                                        .putUid(Dimse.AFFECTED_SOP_INSTANCE_UID, "1.2.3")
                                        .withDataSet()
                                        .encode()));

        assertThat(set.required(Dimse.COMMAND_FIELD)).isEqualTo(Dimse.C_STORE_RSP);
        assertThat(set.text(Dimse.ERROR_COMMENT)).isEqualTo("odd");
        assertThat(set.text(Dimse.AFFECTED_SOP_INSTANCE_UID)).isEqualTo("1.2.3");
        assertThat(set.hasDataSet()).isTrue();
        assertThat(set.unsigned(Dimse.STATUS)).isEmpty();
        assertThat(set.encode()).hasSize(12 + 8 + 2 + 8 + 2 + 8 + 4 + 8 + 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000040000", // ends in a header
                "0800000002000000 0000", // of group 0008
                "0000000102000000 00", // value cut off
                "00000001ffffffff 0000", // undefined length
                "0000000102000000 3000 0000000102000000 3000" // twice
            })
    void refuses_what_is_no_command_set(String hex) {
        assertThatThrownBy(() -> CommandSet.decode(ByteBuffer.wrap(Raw.bytes(hex))))
                .isInstanceOf(PduException.class);
    }

    @Test
    void names_the_missing_element() {
        assertThatThrownBy(() -> new CommandSet().required(Dimse.MESSAGE_ID))
                .hasMessageContaining("0000,0110");
    }
}
