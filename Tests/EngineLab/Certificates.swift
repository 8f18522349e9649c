/// Makes what Docker's documentation makes for an engine on 127.0.0.1: `ca.pem`, `server.pem` and `server-key.pem`, and for its
/// clients `cert.pem` and `key.pem`; beside them the authority of somebody else, `other-ca.pem`.
package func makeCertificates(in folder: String) async throws {
  let script = """
    set -e; cd "$0"
    for ca in ca other-ca; do
      openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=$ca -keyout $ca-key.pem -out $ca.pem
    done
    sign() { # name, extension
      openssl req -newkey rsa:2048 -nodes -subj "/CN=$1" -keyout "$1-key.pem" -out "$1.csr"
      echo "$2" >"$1.ext"
      openssl x509 -req -days 2 -in "$1.csr" -CA ca.pem -CAkey ca-key.pem -CAcreateserial -extfile "$1.ext" -out "$1.pem"
    }
    sign server 'subjectAltName=IP:127.0.0.1'
    sign client 'extendedKeyUsage=clientAuth'
    mv client.pem cert.pem; mv client-key.pem key.pem
    """
  try await execute(["sh", "-c", script, folder])
}
