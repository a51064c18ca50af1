// verify_go BAG [KEY] -- are the checkpoint and the proofs of a bag good? By other people's code:
// golang.org/x/mod/sumdb/note for the signature, sumdb/tlog for the inclusion. KEY: the log's
// verifier key as it was told by another way; else that of the bag.
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func fail(format string, args ...interface{}) {
	fmt.Printf("WRONG: "+format+"\n", args...)
	os.Exit(1)
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	if err != nil {
		fail("%v", err)
	}
	return data
}

// The text of a checkpoint: origin, size, root.
func parseCheckpoint(text, origin string) (int64, tlog.Hash) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] != origin {
		fail("the checkpoint is not of %s", origin)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 {
		fail("the checkpoint has no size")
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		fail("the checkpoint has no root")
	}
	return size, root
}

// A C2SP tlog-proof@v1: index, path, and the checkpoint it is under.
func parseProof(data []byte) (int64, tlog.RecordProof, []byte) {
	head := []byte("c2sp.org/tlog-proof@v1\n")
	if !bytes.HasPrefix(data, head) {
		fail("a proof is malformed")
	}
	end := bytes.Index(data, []byte("\n\n"))
	if end < 0 {
		fail("a proof is malformed")
	}
	lines := strings.Split(string(data[len(head):end]), "\n")
	if !strings.HasPrefix(lines[0], "index ") {
		fail("a proof has no index")
	}
	index, err := strconv.ParseInt(lines[0][len("index "):], 10, 64)
	if err != nil {
		fail("a proof has no index")
	}
	var proof tlog.RecordProof
	for _, line := range lines[1:] {
		raw, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize {
			fail("a proof is malformed")
		}
		var hash tlog.Hash
		copy(hash[:], raw)
		proof = append(proof, hash)
	}
	return index, proof, data[end+2:]
}

func main() {
	bag := os.Args[1]
	vkey := strings.TrimSuffix(string(read(filepath.Join(bag, "data/custody/keys/case.vkey"))), "\n")
	if len(os.Args) > 2 {
		vkey = os.Args[2]
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		fail("the key: %v", err)
	}
	checkpoint := read(filepath.Join(bag, "data/custody/checkpoint"))
	opened, err := note.Open(checkpoint, note.VerifierList(verifier))
	if err != nil {
		fail("the checkpoint: %v", err)
	}
	size, root := parseCheckpoint(opened.Text, verifier.Name())
	names, _ := filepath.Glob(filepath.Join(bag, "data/proofs/*.tlog-proof"))
	entries, _ := filepath.Glob(filepath.Join(bag, "data/proofs/*.entry"))
	if len(names) == 0 || len(names) != len(entries) {
		fail("%d proofs of %d entries", len(names), len(entries))
	}
	for _, name := range names {
		index, proof, under := parseProof(read(name))
		if filepath.Base(name) != fmt.Sprintf("%d.tlog-proof", index) || !bytes.Equal(under, checkpoint) {
			fail("%s is not of its entry or its checkpoint", name)
		}
		entry := read(strings.TrimSuffix(name, ".tlog-proof") + ".entry")
		if err := tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(entry)); err != nil {
			fail("%s: %v", name, err)
		}
	}
	fmt.Printf("%d proofs under %s at %d entries\n", len(names), verifier.Name(), size)
}
