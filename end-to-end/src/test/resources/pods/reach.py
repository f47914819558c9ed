"""Prints which of the addresses given (tcp:HOST:PORT, udp:HOST:PORT) answer; over UDP it asks as one asks a name server."""
import socket
import sys
from concurrent.futures import ThreadPoolExecutor

QUESTION = bytes.fromhex("abcd01000001000000000000") + b"\x05kafka\x07example\x03org\x00" + bytes.fromhex("00010001")


def answers(target):
    kind, host, port = target.split(":")
    try:
        if kind == "tcp":
            socket.create_connection((host, int(port)), timeout=3).close()
        else:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
                asker.settimeout(3)
                asker.connect((host, int(port)))
                asker.send(QUESTION)
                asker.recv(512)
        return True
    except OSError:
        return False


with ThreadPoolExecutor(16) as pool:
    targets = sys.argv[1:]
    for target, reached in zip(targets, pool.map(answers, targets)):
        if reached:
            print(target)
