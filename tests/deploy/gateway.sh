#!/bin/sh
# A client behind a gateway with the guard, and two web sites beyond it, in networks of their own.
#   unshare --net sh gateway.sh FOLDER RULES SITES SCHADUWWACHT
# Prints one line for each try of the client: what it asked, and what it got.
set -eu
folder=$1 rules=$2 sites=$3 schaduwwacht=$4
started=
trap 'kill $started; wait' EXIT

ip link set lo up
ip address add 203.0.113.10/32 dev lo
ip address add 203.0.113.20/32 dev lo
unshare --net sleep 100 > /dev/null &
client=$!
started=$client
while [ "$(readlink "/proc/$client/ns/net")" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
behind() { nsenter "--net=/proc/$client/ns/net" "$@"; }
ip link add lan0 type veth peer name eth0 netns "$client"
ip address add 10.9.0.1/24 dev lan0
ip link set lan0 up
behind ip link set lo up
behind ip address add 10.9.0.2/24 dev eth0
behind ip link set eth0 up
behind ip route add default via 10.9.0.1

nft -f "$rules"
nft -f "$rules" # loading it again changes nothing
python "$sites" "$folder" > /dev/null 2>&1 &
started="$started $!"
while [ ! -s "$folder/sites.crt" ]; do sleep 0.05; done
printf 'listen: 0.0.0.0:8080\nmode: [transparent]\nset: {ssl_verify_upstream_trusted_ca: %s}\n' \
    "$folder/sites.crt" > "$folder/schaduwwacht.yaml"
"$schaduwwacht" run --config "$folder/schaduwwacht.yaml" --data-dir "$folder/data" > "$folder/log" 2>&1 &
started="$started $!"
curl -s -o /dev/null --retry 60 --retry-connrefused --retry-delay 1 http://127.0.0.1:8081/readyz

ask() {
    name=$1 ca=$2
    shift 2
    printf '%s: ' "$name"
    behind curl -sS -m 20 --cacert "$ca" --resolve api.openai.com:443:203.0.113.10 \
        --resolve www.nieuws.example:443:203.0.113.20 -w ' %{http_code}\n' "$@" | tail -n 1 | tail -c 60
}
ours=$folder/data/ca/mitmproxy-ca-cert.pem theirs=$folder/sites.crt
chat=https://api.openai.com/v1/chat/completions
ask stopped "$ours" -H 'content-type: application/json' "$chat" \
    -d '{"messages": [{"role": "user", "content": "Het BSN is 111222333"}]}'
ask harmless "$ours" -H 'content-type: application/json' "$chat" \
    -d '{"messages": [{"role": "user", "content": "Hallo"}]}'
ask ordinary "$theirs" https://www.nieuws.example/
printf 'quic: '
behind python -c "
import socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.settimeout(5)
    client.connect(('203.0.113.10', 443))
    client.send(b'hello')
    try:
        client.recv(1)
    except OSError as error:
        print(type(error).__name__)
"
